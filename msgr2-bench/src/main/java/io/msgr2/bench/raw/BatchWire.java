// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.raw;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.UnixChannel;

/**
 * Small frames by the batch, large ones without a copy and with few wake-ups: as fast as Netty can.
 */
final class BatchWire implements Wire {
  private static final ChannelOption<Integer> SO_RCVLOWAT =
      new IntegerUnixChannelOption("SO_RCVLOWAT", 1, 18);
  private static final int MAX_MARK_BYTES = 1024 * 1024;

  private final ChannelHandlerContext context;
  private final RawReceiver receiver = new RawReceiver();
  private final RawSender sender;
  private int markBytes = 1;

  BatchWire(ChannelHandlerContext context) {
    this.context = context;
    sender = new RawSender(context);
    context.channel().config().setRecvByteBufAllocator(receiver);
  }

  @Override
  public int received(ByteBuf read) {
    return receiver.received(read.readableBytes());
  }

  @Override
  public void frame(ByteBuf data) {
    sender.frame(data);
  }

  @Override
  public void flush() {
    sender.flush();
    waitForMissing();
  }

  @Override
  public void release() {
    receiver.release();
    sender.release();
  }

  /** Has the kernel wake this side when as much of a large frame has come as is worth it. */
  private void waitForMissing() {
    int wanted = Math.max(1, Math.min(receiver.missingBytes(), MAX_MARK_BYTES));
    if (wanted != markBytes && context.channel() instanceof UnixChannel) {
      markBytes = wanted;
      context.channel().config().setOption(SO_RCVLOWAT, wanted);
    }
  }
}
