// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.address.EntityName;
import io.msgr2.handshake.Interceptor.Point;
import io.msgr2.handshake.Interceptor.Step;
import io.msgr2.session.Message;
import io.msgr2.session.Newcomer;
import io.msgr2.session.Session;
import io.msgr2.session.SessionEvent;
import io.msgr2.session.SessionFailure;
import io.msgr2.session.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives one session over all its TCP connections: feeds it with what its channels and the user
 * have, and does what it says. Used by one event loop alone.
 *
 * <p>Every entry ends in {@link #settle}, which empties the mailbox, transmits as much as the
 * channel takes without piling it up, passes events on, opens and closes channels and sets the
 * timer. Received bytes are the exception: they come in batches, and the batch is settled as a
 * whole.
 */
final class SessionDriver {
  private static final Logger LOG = LoggerFactory.getLogger(SessionDriver.class);
  private static final long NEVER = Long.MAX_VALUE;

  private final MessengerContext context;
  private final Dialler dialler;
  private final SessionConnection connection;
  private final Mailbox mailbox;
  private final Session session;
  private final EventDelivery delivery;
  private final Tally tally;
  private final Object turn = new Object();
  // The last one is the session's, unless it has none; the others are being closed.
  private final List<SessionChannel> channels = new ArrayList<>(1);
  // Those that a fault point keeps from being dialled.
  private final List<SessionChannel> held = new ArrayList<>(0);
  private DeadlineTimer timer;
  private Optional<SessionEvent.Closed> closed = Optional.empty();
  private long closeByNanos = NEVER;
  private long takenMessages;
  private long takenBytes;
  private volatile boolean moving;
  private boolean gone;
  private boolean forced;

  SessionDriver(
      MessengerContext context,
      Dialler dialler,
      SessionConnection connection,
      Mailbox mailbox,
      Session session) {
    this.context = context;
    this.dialler = dialler;
    this.connection = connection;
    this.mailbox = mailbox;
    this.session = session;
    this.delivery = context.delivery(connection);
    session.onRoom(() -> connection.onLoop(SessionDriver::roomMade));
    this.timer = new DeadlineTimer(loop(), this::deadline);
    this.tally = new Tally(context.counters(), session);
  }

  /** Returns the channel handler for the connection that was accepted. */
  SessionChannel accepted() {
    return add(session.transport());
  }

  EventLoop loop() {
    return connection.loop();
  }

  /** Returns who this side is; any thread. */
  EntityName self() {
    return context.self();
  }

  /** Returns whether the session is on its way to another event loop, and not to be touched. */
  boolean isMoving() {
    return moving;
  }

  /** Returns how long the peer may say nothing. */
  int idleMs() {
    return context.timeouts().idleMs();
  }

  ByteBufAllocator allocator() {
    return context.allocator();
  }

  // What the channels have to say.

  void opened(SessionChannel channel) {
    channel.transport().opened(now());
    settle();
  }

  /**
   * Takes bytes; {@link #settle} has to follow.
   *
   * @param in stays the caller's
   */
  void received(SessionChannel channel, ByteBuf in) {
    mailbox.attend();
    channel.transport().receive(in, now());
    deliver();
    settleReading();
  }

  /** There may be room for a message that was held back. */
  private void roomMade() {
    session.roomMade(now());
    settle();
  }

  /** Counts bytes read from the socket. */
  void read(int bytes) {
    tally.bytesIn(bytes);
  }

  /** All messages up to the given one, and so many more bytes, were handed to the network. */
  void transmitted(SessionChannel channel, long messages, long bytes) {
    tally.transmitted(messages, bytes);
    channel.transport().transmitted(now());
  }

  /** A channel broke, or could not be opened. */
  void channelFailed(SessionChannel channel, Throwable cause) {
    if (channel.transport().ending().isPresent()) {
      return;
    }
    Optional<TransportError> error = TransportError.of(cause);
    if (error.isPresent()) {
      channelClosed(channel, error.get());
    } else {
      failed(cause);
    }
  }

  /** A channel is closed. */
  void channelClosed(SessionChannel channel, TransportError error) {
    channel.transport().closed(error.detail(), error.errno(), now());
    settle();
  }

  /** Nothing is left of a channel. */
  void channelGone(SessionChannel channel) {
    channels.remove(channel);
    forced |= channel.wasForced() && !connection.isLost();
    settle();
  }

  // What the user has to say.

  /**
   * Queues a message of this event loop, after those that came before it from elsewhere.
   *
   * @return whether it did; on its way to another event loop, the session takes nothing
   */
  boolean send(Message message) {
    if (moving) {
      return false;
    }
    emptyMailbox();
    take(message);
    mailbox.call();
    return true;
  }

  void keepalive() {
    session.keepalive(Instant.now(), now());
    settle();
  }

  void close() {
    takeMail();
    closeByNanos = now() + TimeUnit.MILLISECONDS.toNanos(context.timeouts().closeMs());
    session.close(now());
    settle();
  }

  void markDown() {
    takeMail();
    session.markDown();
    settle();
  }

  private void deadline() {
    run(SessionDriver::deadlinePassed);
  }

  private void deadlinePassed() {
    session.deadlinePassed(now());
    settle();
  }

  /** Runs something of the driver; if it fails, the session does, and nobody else. */
  void run(Consumer<SessionDriver> what) {
    try {
      what.accept(this);
    } catch (Throwable unexpected) {
      failed(unexpected);
    }
  }

  private void failed(Throwable unexpected) {
    LOG.error("{}: {}: unexpected failure", context.self(), connection, unexpected);
    if (session.isOver()) {
      List.copyOf(channels).forEach(SessionChannel::force);
    } else {
      session.fail(unexpected.toString());
      settle();
    }
  }

  // Doing what the session says.

  /** Does all that there is to do now. */
  void settle() {
    try {
      settleAll();
    } catch (Throwable unexpected) {
      failed(unexpected);
    }
  }

  private void settleAll() {
    if (moving) {
      return;
    }
    takeMail();
    if (gone) {
      return;
    }
    transmit();
    deliver();
    Optional<Newcomer> newcomer = session.newcomer();
    if (newcomer.isPresent()) {
      lookUp(newcomer.get());
      return;
    }
    settleChannels();
    tally.settle();
    connection.sent(takenMessages - session.undelivered(), takenBytes - session.undeliveredBytes());
    if (session.isOver() && channels.isEmpty()) {
      finish();
    } else {
      timer.arm(session.deadlineNanos(), now());
    }
  }

  private void takeMail() {
    mailbox.leave();
    emptyMailbox();
  }

  private void emptyMailbox() {
    for (Message message = mailbox.poll(); message != null; message = mailbox.poll()) {
      take(message);
    }
  }

  private void take(Message message) {
    takenMessages++;
    takenBytes += message.payloadBytes();
    session.send(message, now());
  }

  private void transmit() {
    session.pump(now());
    Transport transport = session.transport();
    SessionChannel channel = current();
    if (channel == null || channel.transport() != transport) {
      return;
    }
    boolean inBursts = LoopTurn.take(turn);
    while (transport.hasOutput() && channel.isWritable()) {
      channel.write();
      if (inBursts || transport.isMidFrame()) {
        channel.flush(encoded(transport));
      }
      session.pump(now());
    }
    channel.flush(encoded(transport));
  }

  /** Returns how many messages were encoded to their end. */
  private long encoded(Transport transport) {
    return session.messagesSent() - (transport.isMidFrame() ? 1 : 0);
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
        context.becameReady(connection, ready);
        connection.agreed(ready.info());
        channels.forEach(SessionChannel::dialled);
      } else if (event instanceof SessionEvent.Interrupted interrupted) {
        tally.interrupted();
        context.interrupted(connection, interrupted);
      } else if (event instanceof SessionEvent.Closed end) {
        closed = Optional.of(end);
        connection.ended();
        forced |= end.why().kind() == SessionFailure.Kind.TIMEOUT && !connection.isLost();
        context.ended(connection, end.why());
      }
      delivery.deliver(event);
    }
  }

  /** Finds out whether an accepted session is one that exists already, and settles then. */
  private void lookUp(Newcomer newcomer) {
    Optional<SessionConnection> existing = context.existing(connection, newcomer);
    if (existing.isEmpty()) {
      newcomer.begin(now());
      settle();
    } else if (existing.get().loop().inEventLoop()) {
      meet(newcomer, existing.get());
    } else {
      moveTo(existing.get().loop());
    }
  }

  private void moveTo(EventLoop there) {
    moving = true;
    timer.cancel();
    connection.moveTo(there);
    current()
        .moveTo(
            there,
            () -> {
              moving = false;
              timer = new DeadlineTimer(there, this::deadline);
              settle();
            });
  }

  private void meet(Newcomer newcomer, SessionConnection existing) {
    SessionDriver other = existing.driver();
    switch (newcomer.meet(other.session, now())) {
      case SETTLED -> {
        other.settle();
        settle();
      }
      case LOOK_AGAIN -> {
        other.settle();
        context.unregister(existing);
        settle();
      }
      case TAKEN_OVER -> {
        SessionChannel channel = current();
        channels.remove(channel);
        channel.passTo(other);
        other.channels.add(channel);
        context.takenOver(connection);
        settle();
        other.settle();
      }
    }
  }

  private void settleChannels() {
    Transport transport = session.transport();
    SessionChannel channel = current();
    if (transport != null && (channel == null || channel.transport() != transport)) {
      dial(add(transport));
    }
    if (hasEndedChannel()) {
      finishChannels();
    }
    settleReading();
  }

  private boolean hasEndedChannel() {
    for (int i = 0; i < channels.size(); i++) {
      if (channels.get(i).transport().ending().isPresent()) {
        return true;
      }
    }
    return false;
  }

  private void finishChannels() {
    long byNanos =
        closeByNanos == NEVER
            ? now() + TimeUnit.MILLISECONDS.toNanos(context.timeouts().closeMs())
            : closeByNanos;
    for (SessionChannel each : List.copyOf(channels)) {
      each.finish(session.messagesSent(), byNanos);
    }
  }

  private void dial(SessionChannel channel) {
    switch (context.faults().reached(session, Point.of(Step.SOCKET_CONNECTING))) {
      case CONTINUE -> dialler.dial(channel, this);
      case FAULT ->
          loop()
              .execute(
                  () ->
                      channelClosed(
                          channel,
                          new TransportError(
                              "fault injected before the TCP connection",
                              SessionFailure.ECONNREFUSED)));
      case BLOCK, STALL -> held.add(channel);
    }
  }

  /** Goes on where a fault point held a connection up. */
  void unblock() {
    held.forEach(channel -> dialler.dial(channel, this));
    held.clear();
    List.copyOf(channels).forEach(SessionChannel::unblock);
    settle();
  }

  private void settleReading() {
    SessionChannel channel = current();
    if (channel != null && channel.transport() == session.transport()) {
      channel.autoRead(channel.transport().reads());
    }
  }

  /** Drops a session that was never begun. */
  void discard() {
    session.markDown();
    session.release();
  }

  private void finish() {
    gone = true;
    timer.cancel();
    try {
      session.release();
    } finally {
      context.gone(connection);
      long undelivered = closed.map(SessionEvent.Closed::undelivered).orElse(0);
      if (session.isLossy()) {
        undelivered += tally.untransmitted();
      }
      connection.gone(new CloseReport(undelivered, forced ? 1 : 0));
    }
  }

  private SessionChannel add(Transport transport) {
    SessionChannel channel = new SessionChannel(this, transport);
    channels.add(channel);
    return channel;
  }

  private SessionChannel current() {
    return channels.isEmpty() ? null : channels.get(channels.size() - 1);
  }

  private static long now() {
    return System.nanoTime();
  }
}
