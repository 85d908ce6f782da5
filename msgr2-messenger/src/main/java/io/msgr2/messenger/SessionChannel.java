// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DuplexChannel;

/** The one place that knows Netty's pipeline: between a channel and the driver of its session. */
final class SessionChannel extends ChannelInboundHandlerAdapter {
  // As much as the kernel takes at once, so that it never has to wait for this side.
  private static final WriteBufferWaterMark UNSENT_BYTES =
      new WriteBufferWaterMark(256 * 1024, 1024 * 1024);

  private final SessionDriver driver;
  private ChannelHandlerContext context;
  private ByteBuf unwritten;
  private long batchBytes;

  SessionChannel(SessionDriver driver) {
    this.driver = driver;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    ChannelConfig config = ctx.channel().config();
    config.setAllocator(driver.allocator());
    config.setRecvByteBufAllocator(new ReceiveBuffers(driver));
    config.setWriteBufferWaterMark(UNSENT_BYTES);
    config.setOption(ChannelOption.TCP_NODELAY, true);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    driver.settle();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object received) {
    ByteBuf in = (ByteBuf) received;
    try {
      driver.received(in);
    } finally {
      in.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    driver.settle();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (isWritable()) {
      driver.settle();
    }
  }

  @Override
  public void channelUnregistered(ChannelHandlerContext ctx) {
    driver.channelGone();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    driver.channelFailed(cause);
  }

  boolean isWritable() {
    return context != null && context.channel().isWritable();
  }

  /** Writes a buffer, which is the channel's from now on; {@link #flush} has to follow. */
  void write(ByteBuf buffer) {
    if (unwritten != null) {
      context.write(unwritten, context.voidPromise());
    }
    unwritten = buffer;
    batchBytes += buffer.readableBytes();
  }

  /**
   * Sends what was written to the network.
   *
   * @param messages how many messages were sent on this channel so far
   */
  void flush(long messages) {
    ByteBuf last = unwritten;
    long bytes = batchBytes;
    unwritten = null;
    batchBytes = 0;
    // The listener comes first, since flushing may make room for, and send, the next batch.
    ChannelPromise sent = context.newPromise();
    sent.addListener(
        written -> {
          if (written.isSuccess()) {
            driver.transmitted(messages, bytes);
          } else {
            driver.channelFailed(written.cause());
          }
        });
    context.writeAndFlush(last, sent);
  }

  void pauseReading() {
    context.channel().config().setAutoRead(false);
  }

  /** Goes on reading; any thread. */
  void resumeReading() {
    driver.onLoop(() -> context.channel().config().setAutoRead(true));
  }

  /** Closes at once. */
  void close() {
    if (context != null) {
      context.close();
    }
  }

  /** Closes as soon as what was written is sent. */
  void closeAfterFlush() {
    context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /**
   * Tells the peer, after what was written, that nothing more comes, and closes when the peer has
   * closed. Closing at once would make the kernel forget what it has not sent yet if there are
   * bytes of the peer that nobody has read.
   */
  void closeAfterPeer() {
    if (context == null || !context.channel().isActive()) {
      close();
      return;
    }
    context.channel().config().setAutoRead(true);
    context
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            (ChannelFuture flushed) -> {
              if (flushed.isSuccess()) {
                ((DuplexChannel) flushed.channel()).shutdownOutput();
              } else {
                close();
              }
            });
  }
}
