// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import java.time.Instant;

/** What a session tells its user, in the order in which it happened. */
public sealed interface SessionEvent
    permits Message,
        SessionEvent.Ready,
        SessionEvent.KeepaliveAck,
        SessionEvent.Interrupted,
        SessionEvent.RemoteReset,
        SessionEvent.Closed {
  /**
   * Messages can be exchanged: Ceph's "connect" on the connecting and "accept" on the accepting
   * side. A lossless session can become ready many times.
   *
   * @param resumed whether a session goes on that was interrupted; else it begins
   */
  record Ready(ConnectionInfo info, boolean resumed) implements SessionEvent {}

  /**
   * The peer answered a keepalive.
   *
   * @param stamp the time that the keepalive was sent with
   */
  record KeepaliveAck(Instant stamp) implements SessionEvent {}

  /**
   * The connection broke, or could not be made; the session goes on without one.
   *
   * @param retries whether this side dials again by itself
   */
  record Interrupted(SessionFailure why, boolean retries) implements SessionEvent {}

  /**
   * The peer has lost the session, which begins anew: what was sent and not acknowledged may or may
   * not have been received.
   *
   * @param dropped how many messages were queued, or not acknowledged, and are dropped
   */
  record RemoteReset(int dropped) implements SessionEvent {}

  /**
   * The session is over and takes no more input; its transport is to be closed once the output was
   * transmitted. The last event.
   *
   * @param undelivered how many messages were queued, or not acknowledged, and are dropped
   */
  record Closed(SessionFailure why, int undelivered) implements SessionEvent {}
}
