// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import java.util.ArrayDeque;
import java.util.Optional;

/** What lasts as long as a session, over all its connections, and is shared by its states. */
final class SessionContext {
  private final SessionConfig config;
  private final SessionIdentity identity = new SessionIdentity();
  private final MessageFlow flow = new MessageFlow();
  private final ArrayDeque<SessionEvent> events = new ArrayDeque<>(4);
  private Optional<ConnectionInfo> established = Optional.empty();

  SessionContext(SessionConfig config) {
    this.config = config;
  }

  SessionConfig config() {
    return config;
  }

  SessionIdentity identity() {
    return identity;
  }

  MessageFlow flow() {
    return flow;
  }

  /** Returns what the user is to be told. */
  ArrayDeque<SessionEvent> events() {
    return events;
  }

  /** Returns what was agreed on when the session was last ready. */
  Optional<ConnectionInfo> established() {
    return established;
  }

  /**
   * Returns this side's addresses, as it tells them to the peer: those that it told before, if it
   * did. The peer knows the session by them, wherever this side is seen to be now.
   *
   * @param seenAs what the peer says of the TCP connection
   */
  EntityAddressVector addresses(EntityAddress seenAs) {
    return established
        .map(ConnectionInfo::localAddresses)
        .orElseGet(() -> config.addressesSeenAs(seenAs));
  }

  /** The session is ready. */
  void establish(ConnectionInfo info, boolean resumed) {
    established = Optional.of(info);
    events.add(new SessionEvent.Ready(info, resumed));
  }

  /**
   * The peer does not have this session.
   *
   * @param full whether what is queued is lost with it
   */
  void lostByPeer(boolean full) {
    if (full) {
      events.add(new SessionEvent.RemoteReset(flow.reset()));
      identity.startOver(false, config.random());
    } else {
      flow.forgetReceived();
      identity.forgetServer();
    }
  }
}
