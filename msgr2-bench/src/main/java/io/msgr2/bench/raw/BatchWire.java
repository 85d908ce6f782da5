// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.raw;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/** Small frames by the batch, large ones without a copy: as fast as Netty can. */
final class BatchWire implements Wire {
  private final RawReceiver receiver = new RawReceiver();
  private final RawSender sender;

  BatchWire(ChannelHandlerContext context) {
    sender = new RawSender(context);
    context.channel().config().setRecvByteBufAllocator(receiver);
  }

  @Override
  public int received(ByteBuf read) {
    return receiver.received();
  }

  @Override
  public void frame(ByteBuf data) {
    sender.frame(data);
  }

  @Override
  public void flush() {
    sender.flush();
  }

  @Override
  public void release() {
    receiver.release();
    sender.release();
  }
}
