// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.session.SessionFailure;
import io.msgr2.session.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DuplexChannel;
import java.util.Optional;

/**
 * One TCP connection, and the one place that knows Netty's pipeline: between a channel and the
 * {@link Transport} that it carries. It works for the driver of the transport's session, which may
 * become another one.
 */
final class SessionChannel extends ChannelInboundHandlerAdapter {
  // As much as the kernel takes at once, so that it never has to wait for this side.
  private static final WriteBufferWaterMark UNSENT_BYTES =
      new WriteBufferWaterMark(256 * 1024, 1024 * 1024);

  private final Transport transport;
  private final LowWaterMark lowWaterMark;
  private final ReceiveBuffers receiveBuffers = new ReceiveBuffers(this);
  private SessionDriver driver;
  private ChannelHandlerContext context;
  private ByteBuf unwritten;
  private Optional<DeadlineTimer> closeTimer = Optional.empty();
  private long batchBytes;
  private Optional<Runnable> endOfDial = Optional.empty();
  private boolean moving;
  private boolean gone;
  private boolean ended;
  private boolean forced;

  SessionChannel(SessionDriver driver, Transport transport) {
    this.driver = driver;
    this.transport = transport;
    this.lowWaterMark = new LowWaterMark(driver.idleMs());
  }

  Transport transport() {
    return transport;
  }

  /** Another session has taken the transport over. */
  void passTo(SessionDriver other) {
    driver = other;
  }

  /** Returns where to read to, or null for anywhere. */
  ByteBuf target() {
    return transport.target();
  }

  /** Returns how many bytes have to come before anything can be done, 0 if the next may matter. */
  int missingBytes() {
    return transport.reads() ? transport.missingBytes() : 0;
  }

  /** Counts bytes read from the socket. */
  void read(int bytes) {
    driver.read(bytes);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    ChannelConfig config = ctx.channel().config();
    config.setAllocator(driver.allocator());
    config.setRecvByteBufAllocator(receiveBuffers);
    config.setWriteBufferWaterMark(UNSENT_BYTES);
    config.setOption(ChannelOption.TCP_NODELAY, true);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    driver.opened(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object received) {
    ByteBuf in = (ByteBuf) received;
    try {
      driver.received(this, receiveBuffers.appendedToTarget(in) ? Unpooled.EMPTY_BUFFER : in);
    } finally {
      in.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    driver.settle();
    lowWaterMark.set(ctx.channel(), transport.missingBytes());
    transport.prepare();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (isWritable()) {
      driver.settle();
    }
  }

  @Override
  public void channelUnregistered(ChannelHandlerContext ctx) {
    if (!moving) {
      gone();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    driver.channelFailed(this, cause);
  }

  /**
   * Says that the TCP connection is being opened.
   *
   * @param end called when the session is ready, or the attempt has failed
   */
  void dialling(Runnable end) {
    endOfDial = Optional.of(end);
  }

  /** Says that the TCP connection was good for something, or will not be. */
  void dialled() {
    endOfDial.ifPresent(Runnable::run);
    endOfDial = Optional.empty();
  }

  /** Returns whether no TCP connection is to be opened any more. */
  boolean isUnwanted() {
    return gone || transport.ending().isPresent();
  }

  /** Lets the connection go on that was held up at a fault point. */
  void unblock() {
    transport.unblock(System.nanoTime());
    if (gone && ended) {
      leave();
    }
  }

  /** The TCP connection is gone, or there never was one. */
  void gone() {
    if (gone) {
      return;
    }
    dialled();
    driver.channelClosed(
        this, new TransportError("the peer closed the TCP connection", SessionFailure.ECONNRESET));
    closeTimer.ifPresent(DeadlineTimer::cancel);
    gone = true;
    if (unwritten != null) {
      unwritten.release();
      unwritten = null;
    }
    leave();
  }

  /**
   * What the connection has left is delivered before it is forgotten, and one that is held up has
   * still to hear that it is gone.
   */
  private void leave() {
    if (!transport.holdsBack() && transport.reads()) {
      try {
        transport.release();
      } finally {
        driver.channelGone(this);
      }
    }
  }

  boolean isWritable() {
    return context != null && !moving && context.channel().isWritable();
  }

  /** Writes what the transport has to transmit, up to where it encrypts as it goes. */
  void write() {
    ByteBuf next = transport.poll();
    while (next != null) {
      if (unwritten != null) {
        context.write(unwritten, context.voidPromise());
      }
      unwritten = next;
      batchBytes += next.readableBytes();
      next = transport.isMidFrame() ? null : transport.poll();
    }
  }

  /**
   * Sends what was written to the network.
   *
   * @param messages how many messages the session has encoded so far
   */
  void flush(long messages) {
    if (unwritten == null) {
      return;
    }
    ByteBuf last = unwritten;
    long bytes = batchBytes;
    unwritten = null;
    batchBytes = 0;
    // The listener comes first, since flushing may make room for, and send, the next batch.
    ChannelPromise sent = context.newPromise();
    sent.addListener(
        written -> {
          if (written.isSuccess()) {
            driver.transmitted(this, messages, bytes);
          } else {
            driver.channelFailed(this, written.cause());
          }
        });
    context.writeAndFlush(last, sent);
  }

  /** Says whether bytes are to be read. */
  void autoRead(boolean wanted) {
    if (context != null && context.channel().config().isAutoRead() != wanted) {
      context.channel().config().setAutoRead(wanted);
    }
  }

  /**
   * Moves the channel to another event loop.
   *
   * @param then is called there, once the channel has arrived, or is gone
   */
  void moveTo(EventLoop loop, Runnable then) {
    moving = true;
    context
        .channel()
        .deregister()
        .addListener(
            left ->
                loop.execute(
                    () ->
                        loop.register(context.channel())
                            .addListener(
                                arrived -> {
                                  moving = false;
                                  then.run();
                                  if (!arrived.isSuccess()) {
                                    context.channel().close();
                                    gone();
                                  }
                                })));
  }

  /**
   * Closes the TCP connection in the way in which its transport ended, once it has.
   *
   * @param messages as with {@link #flush}
   * @param byNanos when it is closed at the latest
   */
  void finish(long messages, long byNanos) {
    if (ended || transport.ending().isEmpty()) {
      return;
    }
    ended = true;
    if (gone) {
      driver.loop().execute(this::leave);
      return;
    }
    Transport.Ending ending = transport.ending().get();
    if (ending == Transport.Ending.NOW || !isActive()) {
      close();
      return;
    }
    DeadlineTimer timer = new DeadlineTimer(driver.loop(), this::force);
    closeTimer = Optional.of(timer);
    timer.arm(byNanos, System.nanoTime());
    while (transport.hasOutput()) {
      write();
    }
    flush(messages);
    if (ending == Transport.Ending.AFTER_FLUSH) {
      context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    } else {
      closeAfterPeer();
    }
  }

  /** Returns whether the connection was closed because it took too long to end by itself. */
  boolean wasForced() {
    return forced;
  }

  /** Closes the connection at once, whatever is to be done before. */
  void force() {
    forced = true;
    close();
  }

  /**
   * Tells the peer, after what was written, that nothing more comes, and closes when the peer has
   * closed. Closing at once would make the kernel forget what it has not sent yet if there are
   * bytes of the peer that nobody has read.
   */
  private void closeAfterPeer() {
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

  private void close() {
    if (context != null) {
      context.close();
    } else {
      // It waits for its turn to be dialled, or is held up before that.
      driver.loop().execute(this::gone);
    }
  }

  private boolean isActive() {
    return context != null && context.channel().isActive();
  }
}
