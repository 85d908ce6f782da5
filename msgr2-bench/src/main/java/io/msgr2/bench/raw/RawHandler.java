// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.raw;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;

/**
 * One end of a connection: takes frames, and sends some for them, flushed once for all that came.
 */
abstract class RawHandler extends ChannelInboundHandlerAdapter {
  private final boolean plain;
  private Wire wire;

  RawHandler(boolean plain) {
    this.plain = plain;
  }

  /** Says how many frames came, which may be none. */
  abstract void received(int frames);

  Wire wire() {
    return wire;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    wire = Wire.of(context, plain);
    context.channel().config().setOption(ChannelOption.TCP_NODELAY, true);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    wire.release();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object buffer) {
    ByteBuf read = (ByteBuf) buffer;
    try {
      received(wire.received(read));
    } finally {
      read.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    wire.flush();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
