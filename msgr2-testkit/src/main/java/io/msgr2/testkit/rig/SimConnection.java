// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.rig;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.session.ConnectionInfo;
import io.msgr2.session.Message;
import io.msgr2.session.Phase;
import io.msgr2.session.Session;
import io.msgr2.session.Transport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A connection of a {@link SimMessenger}, as its user holds it: one session, over any number of TCP
 * connections.
 */
public final class SimConnection {
  /** How a connection came about. */
  public enum Origin {
    DIALLED,
    ACCEPTED
  }

  private final SimMessenger messenger;
  private final int number;
  private final Origin origin;
  private final Session session;
  final List<SimChannel> channels = new ArrayList<>(1);
  Optional<EntityAddressVector> registeredAs = Optional.empty();
  Optional<ConnectionInfo> info = Optional.empty();
  Transport dialled;
  boolean replaced;
  boolean endedBySelf;
  boolean inTurn;
  boolean turnAgain;
  long armedNanos = VirtualClock.NEVER;

  SimConnection(SimMessenger messenger, int number, Origin origin, Session session) {
    this.messenger = messenger;
    this.number = number;
    this.origin = origin;
    this.session = session;
  }

  /** Returns whose end of the conversation this is. */
  public SimMessenger messenger() {
    return messenger;
  }

  /** Returns whether this end dialled or accepted it. */
  public Origin origin() {
    return origin;
  }

  /** Returns the session in the core, to be looked at only. */
  public Session session() {
    return session;
  }

  /** Returns how far the session has got. */
  public Phase phase() {
    return session.phase();
  }

  /** Returns what was agreed on when the session was last ready. */
  public Optional<ConnectionInfo> info() {
    return info;
  }

  /** Returns whether it was an accepted one whose TCP connection went to an existing session. */
  public boolean isReplaced() {
    return replaced;
  }

  /** Returns whether messages can be exchanged. */
  public boolean isReady() {
    return session.phase() == Phase.READY;
  }

  /** Sends a message, which is the connection's from now on; false when that is over. */
  public boolean send(Message message) {
    return messenger.send(this, message);
  }

  /** Asks whether the peer is there. */
  public void keepalive(Instant stamp) {
    messenger.keepalive(this, stamp);
  }

  /** Ends the connection when what is queued was said. */
  public void close() {
    messenger.close(this);
  }

  /** Ends the connection at once. */
  public void markDown() {
    messenger.markDown(this);
  }

  @Override
  public String toString() {
    return messenger + "/" + number;
  }
}
