// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.frame.FrameOutput;
import io.msgr2.session.Message;
import io.msgr2.session.Session;
import io.msgr2.session.SessionEvent;
import io.msgr2.session.SessionFailure;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.SocketAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives one session: feeds it with what the channel and the user have, and does what it says. Used
 * by the channel's event loop alone.
 *
 * <p>Every entry ends in {@link #settle}, which empties the mailbox, transmits as much as the
 * channel takes without piling it up, passes events on and sets the timer. Received bytes are the
 * exception: they come in batches, and the batch is settled as a whole.
 */
final class SessionDriver {
  private static final Logger LOG = LoggerFactory.getLogger(SessionDriver.class);

  private final MessengerContext context;
  private final SessionConnection connection;
  private final Mailbox mailbox;
  private final Session session;
  private final EventDelivery delivery;
  private final EventLoop loop;
  private final SessionChannel channel;
  private final DeadlineTimer timer;
  private final DeadlineTimer closeTimer;
  private final Tally tally;
  private Optional<SessionEvent.Closed> closed = Optional.empty();
  private long closeByNanos = Long.MAX_VALUE;
  private boolean finished;
  private boolean forced;

  SessionDriver(
      MessengerContext context,
      SessionConnection connection,
      Mailbox mailbox,
      Session session,
      EventLoop loop) {
    this.context = context;
    this.connection = connection;
    this.mailbox = mailbox;
    this.session = session;
    this.loop = loop;
    this.channel = new SessionChannel(this);
    this.delivery = context.delivery(connection, channel);
    this.timer = new DeadlineTimer(loop, this::deadline);
    this.closeTimer = new DeadlineTimer(loop, this::closeNow);
    this.tally = new Tally(context.counters(), session);
  }

  SessionChannel channel() {
    return channel;
  }

  ByteBufAllocator allocator() {
    return context.allocator();
  }

  /**
   * Opens the TCP connection.
   *
   * @param bootstrap has all but the event loop and the handler
   */
  void dial(Bootstrap bootstrap, SocketAddress target) {
    settle();
    ChannelFuture registered = bootstrap.clone(loop).handler(channel).register();
    registered.addListener(
        (ChannelFuture future) -> {
          if (future.isSuccess()) {
            future.channel().connect(target).addListener(this::dialled);
          } else {
            connection.onLoop(driver -> driver.stillborn(future.cause()));
          }
        });
  }

  private void dialled(Future<? super Void> connected) {
    if (connected.isSuccess()) {
      session.opened(now());
      settle();
    } else {
      channelFailed(connected.cause());
    }
  }

  /** Not even a socket could be had. */
  private void stillborn(Throwable cause) {
    channelFailed(cause);
    channelGone();
  }

  /** The buffer that the session wants to be read into, or null. */
  ByteBuf target() {
    return session.target();
  }

  /**
   * Takes bytes; {@link #settle} has to follow.
   *
   * @param in stays the caller's; the buffer that {@link #target} returned, or another one
   */
  void received(ByteBuf in) {
    mailbox.attend();
    session.receive(isTarget(in) ? Unpooled.EMPTY_BUFFER : in, now());
    deliver();
  }

  /** Runs something on the event loop; any thread. */
  void onLoop(Runnable what) {
    connection.onLoop(driver -> what.run());
  }

  /** Counts bytes read from the socket. */
  void read(int bytes) {
    tally.bytesIn(bytes);
  }

  /** All messages up to the given one, and so many more bytes, were handed to the network. */
  void transmitted(long messages, long bytes) {
    tally.transmitted(messages, bytes);
    session.transmitted(now());
  }

  /** The channel broke, or could not be opened. */
  void channelFailed(Throwable cause) {
    if (closed.isPresent()) {
      return;
    }
    Optional<TransportError> error = TransportError.of(cause);
    if (error.isPresent()) {
      session.transportClosed(error.get().detail(), error.get().errno());
    } else {
      LOG.error("{}: unexpected failure", context.self(), cause);
      session.fail(cause.toString());
    }
    settle();
  }

  /** The channel is closed: the last thing that happens. */
  void channelGone() {
    session.transportClosed("the peer closed the TCP connection", SessionFailure.ECONNRESET);
    settle();
    closeTimer.cancel();
    session.release();
    tally.settle();
    long undelivered = closed.orElseThrow().undelivered() + tally.untransmitted();
    context.gone(connection);
    connection.gone(new CloseReport(undelivered, forced ? 1 : 0));
  }

  void keepalive() {
    session.keepalive(Instant.now());
    settle();
  }

  void close() {
    takeMail();
    closeByNanos = now() + TimeUnit.MILLISECONDS.toNanos(context.closeMs());
    session.close(now());
    settle();
  }

  void markDown() {
    takeMail();
    session.markDown();
    settle();
  }

  private void deadline() {
    session.deadlinePassed(now());
    settle();
  }

  private void closeNow() {
    forced = true;
    channel.close();
  }

  @SuppressWarnings("ReferenceEquality") // Another buffer with the same bytes is another one.
  private boolean isTarget(ByteBuf in) {
    return in == session.target();
  }

  /** Does all that there is to do now. */
  void settle() {
    takeMail();
    transmit();
    deliver();
    finish();
    tally.settle();
    timer.arm(session.deadlineNanos(), now());
  }

  private void takeMail() {
    mailbox.leave();
    for (Message message = mailbox.poll(); message != null; message = mailbox.poll()) {
      session.send(message);
    }
  }

  private void transmit() {
    FrameOutput output = session.output();
    session.pump();
    boolean wrote = false;
    while (!output.isEmpty() && channel.isWritable()) {
      for (ByteBuf next = output.poll(); next != null; next = output.poll()) {
        channel.write(next);
      }
      wrote = true;
      session.pump();
    }
    if (wrote) {
      channel.flush(session.messagesSent());
    }
  }

  private void deliver() {
    for (SessionEvent event = session.nextEvent(); event != null; event = session.nextEvent()) {
      if (event instanceof SessionEvent.KeepaliveAck) {
        connection.keepaliveAcked(Instant.now());
        continue;
      }
      if (event instanceof Message) {
        tally.messageIn();
      } else if (event instanceof SessionEvent.Ready ready) {
        connection.agreed(ready.info());
        context.becameReady(connection);
      } else if (event instanceof SessionEvent.Closed end) {
        closed = Optional.of(end);
        connection.ended();
        armCloseTimer();
        context.ended(connection, end.why());
      }
      delivery.deliver(event);
    }
  }

  /** Closes the channel once the session is over and all that it had to say was written. */
  private void finish() {
    if (finished || closed.isEmpty()) {
      return;
    }
    switch (closed.get().why().kind()) {
      case CLOSED -> {
        if (connection.isMarkedDown()) {
          close(channel::close);
        } else if (session.output().isEmpty()) {
          close(channel::closeAfterPeer);
        }
      }
      case VIOLATION, AUTHENTICATION, FEATURES, INTERNAL -> {
        if (session.output().isEmpty()) {
          close(channel::closeAfterFlush);
        }
      }
      case TIMEOUT -> {
        forced = !connection.isLost();
        close(channel::close);
      }
      case UNREACHABLE, DISCONNECTED -> close(channel::close);
    }
  }

  private void close(Runnable how) {
    finished = true;
    how.run();
  }

  private void armCloseTimer() {
    long now = now();
    if (closeByNanos == Long.MAX_VALUE) {
      closeByNanos = now + TimeUnit.MILLISECONDS.toNanos(context.closeMs());
    }
    closeTimer.arm(closeByNanos, now);
  }

  private static long now() {
    return System.nanoTime();
  }
}
