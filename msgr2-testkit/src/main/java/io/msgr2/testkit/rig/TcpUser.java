// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.rig;

import io.netty.buffer.ByteBuf;

/** Who uses one end of a virtual TCP connection, as the network calls it. */
interface TcpUser {
  /** The connection that was asked for is there. */
  void opened();

  /**
   * Returns whether bytes may be delivered; otherwise {@link TcpEnd#readAgain} has to be called.
   */
  boolean reads();

  /** Takes bytes that arrived; they stay the network's. */
  void received(ByteBuf piece);

  /** The other end has taken bytes, so that there is room for others. */
  void writable();

  /** The connection could not be made or is gone. The last call. */
  void closed(String detail, int errno);
}
