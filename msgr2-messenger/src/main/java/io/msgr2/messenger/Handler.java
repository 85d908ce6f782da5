// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.session.Message;

/**
 * Is told what happens on a messenger's connections, in Ceph's words. Calls for one connection come
 * one after the other and in order; those for different connections may come at the same time.
 *
 * <p>Unless the messenger was given an executor, calls are made on event loops and must not block.
 * What a handler throws is logged and changes nothing.
 */
public interface Handler {
  /**
   * A message arrived.
   *
   * @param message released after this method returns; {@link Message#retain} keeps it. A kept
   *     message may keep alive the buffer of up to 128 KiB that it was read with, so copy what is
   *     small and kept for long.
   */
  default void message(Connection connection, Message message) {}

  /** A connection that this side dialled is ready, for the first time or again. */
  default void connected(Connection connection) {}

  /**
   * A connection that a peer dialled is ready. It was not heard of before, unless its session was
   * interrupted.
   */
  default void accepted(Connection connection) {}

  /**
   * A peer that dialled was not let in: it could not prove who it is, or the {@link
   * io.msgr2.auth.Admission} objected. There is no connection, and several calls may come for one
   * peer that keeps trying.
   */
  default void denied(Denial denial) {}

  /**
   * The TCP connection broke, or could not be made, and the session goes on without one: messages
   * wait until this side or the peer has dialled again.
   */
  default void interrupted(Connection connection, ConnectionException why) {}

  /**
   * A connection is gone for good, and not because this side closed it. What was sent and not
   * answered may or may not have been received.
   */
  default void reset(Connection connection, ConnectionException why) {}

  /**
   * The peer has lost the session, which begins anew: messages that were sent before and not
   * acknowledged are dropped, and may or may not have been received.
   */
  default void remoteReset(Connection connection) {}

  /** The TCP connection could not be made; the connection is gone for good. */
  default void refused(Connection connection, ConnectionException why) {}
}
