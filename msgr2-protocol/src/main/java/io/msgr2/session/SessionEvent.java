// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import java.time.Instant;

/** What a session tells its user, in the order in which it happened. */
public sealed interface SessionEvent
    permits Message, SessionEvent.Ready, SessionEvent.KeepaliveAck, SessionEvent.Closed {
  /**
   * Messages can be exchanged: Ceph's "connect" on the connecting and "accept" on the accepting
   * side.
   */
  record Ready(ConnectionInfo info) implements SessionEvent {}

  /**
   * The peer answered a keepalive.
   *
   * @param stamp the time that the keepalive was sent with
   */
  record KeepaliveAck(Instant stamp) implements SessionEvent {}

  /**
   * The session is over and takes no more input; its transport is to be closed once the output was
   * transmitted. The last event.
   *
   * @param undelivered how many messages were still queued, and dropped
   */
  record Closed(SessionFailure why, int undelivered) implements SessionEvent {}
}
