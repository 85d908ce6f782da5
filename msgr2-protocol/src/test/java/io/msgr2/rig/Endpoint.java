// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rig;

import io.netty.buffer.ByteBuf;

/** One end of a rig, as its links see it. */
interface Endpoint extends AutoCloseable {
  /** Returns the next bytes for the link, which are the caller's from now on, or null. */
  ByteBuf poll();

  /** Says that polled bytes are on their way. */
  void transmitted(long nowNanos);

  /** Takes bytes from the link. */
  void receive(byte[] bytes, long nowNanos);

  /** Says that there is no connection any more. */
  void disconnected(String how);

  /** Returns whether this end closes the connection as soon as it has nothing more to transmit. */
  boolean hangsUp();

  /** Returns when {@link #deadlinePassed} is to be called. */
  long deadlineNanos();

  void deadlinePassed(long nowNanos);

  /** Releases everything and fails when something was not given back. */
  @Override
  void close();
}
