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
   *     message may keep alive the buffer of up to 64 KiB that it was read with, so copy what is
   *     small and kept for long.
   */
  default void message(Connection connection, Message message) {}

  /** A connection that this side dialled is ready. */
  default void connected(Connection connection) {}

  /** A connection that a peer dialled is ready; it was not heard of before. */
  default void accepted(Connection connection) {}

  /**
   * A connection is gone for good, and not because this side closed it. What was sent and not
   * answered may or may not have been received.
   */
  default void reset(Connection connection, ConnectionException why) {}

  /** The peer lost the session; it goes on here, without what the peer knew of it. */
  default void remoteReset(Connection connection) {}

  /** The TCP connection could not be made; the connection is gone for good. */
  default void refused(Connection connection, ConnectionException why) {}
}
