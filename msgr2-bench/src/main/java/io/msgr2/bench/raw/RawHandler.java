// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.raw;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.util.ReferenceCountUtil;

/**
 * One end of a connection: takes frames, and sends some for them, flushed once for all that came.
 */
abstract class RawHandler extends ChannelInboundHandlerAdapter {
  private final RawReceiver receiver = new RawReceiver();
  private RawSender sender;

  /** Says how many frames came, which may be none. */
  abstract void received(int frames);

  RawSender sender() {
    return sender;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    sender = new RawSender(context);
    context.channel().config().setRecvByteBufAllocator(receiver);
    context.channel().config().setOption(ChannelOption.TCP_NODELAY, true);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    receiver.release();
    sender.release();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object buffer) {
    ReferenceCountUtil.release(buffer);
    received(receiver.received());
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    sender.flush();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
