// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;

/** Tells a connection what happens at one of its ends. */
final class EndHandler extends ChannelInboundHandlerAdapter {
  private final ProxiedConnection connection;

  EndHandler(ProxiedConnection connection) {
    this.connection = connection;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    connection.from(context.channel()).received((ByteBuf) bytes);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    connection.to(context.channel()).pump();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      connection.from(context.channel()).ended();
    }
  }

  @Override
  public void channelUnregistered(ChannelHandlerContext context) {
    connection.gone();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable broken) {
    connection.reset();
  }
}
