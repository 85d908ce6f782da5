// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.raw;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/** How the frames of one channel are read and written. */
interface Wire {
  /** Returns one for the channel of a handler: by the batch, or a plain one. */
  static Wire of(ChannelHandlerContext context, boolean plain) {
    return plain ? new PlainWire(context) : new BatchWire(context);
  }

  /**
   * Takes what the channel read, which stays the caller's.
   *
   * @return how many frames that completed
   */
  int received(ByteBuf read);

  /** Writes a frame; the data stays the caller's. */
  void frame(ByteBuf data);

  /** Sends what was written to the network. */
  void flush();

  /** Lets go of its buffers. */
  void release();
}
