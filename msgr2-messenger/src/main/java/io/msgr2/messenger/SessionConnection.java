// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityNumber;
import io.msgr2.address.EntityType;
import io.msgr2.session.ConnectionInfo;
import io.msgr2.session.Message;
import io.msgr2.session.SessionFailure;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The part of a connection that every thread may touch. What has to happen on the event loop is
 * passed on to the {@link SessionDriver}.
 */
final class SessionConnection implements Connection {
  private enum Fate {
    OPEN,
    /** This side closes it. */
    CLOSING,
    /** This side wants to hear nothing more of it. */
    MARKED_DOWN,
    /** It ended, and not because this side closed it. */
    LOST
  }

  private final Peer peer;
  private volatile EventLoop loop;
  private final Mailbox mailbox = new Mailbox(() -> onLoop(SessionDriver::settle));
  private final AtomicReference<Fate> fate = new AtomicReference<>(Fate.OPEN);
  private final CompletableFuture<ConnectionInfo> ready = new CompletableFuture<>();
  private final CompletableFuture<CloseReport> closed = new CompletableFuture<>();
  private final Optional<SendWindow> window;
  private final SessionDriver driver;
  private volatile Optional<ConnectionInfo> info = Optional.empty();
  private volatile Optional<Instant> lastKeepaliveAck = Optional.empty();

  /**
   * @param peer what is known of the peer before it has said anything
   * @param loop where the session lives
   * @param window limits what waits for the peer; absent for no limit
   */
  SessionConnection(Peer peer, EventLoop loop, Optional<SendWindow> window, DriverFactory drivers) {
    this.window = window;
    this.peer = peer;
    this.loop = loop;
    this.driver = drivers.create(this, mailbox);
  }

  /** Returns where the session lives; an accepted one moves at most once, before it is ready. */
  EventLoop loop() {
    return loop;
  }

  /** Returns the part that belongs to the event loop. */
  SessionDriver driver() {
    return driver;
  }

  /** The session lives on another event loop from now on. */
  void moveTo(EventLoop newLoop) {
    loop = newLoop;
  }

  /** Makes the other part. */
  interface DriverFactory {
    SessionDriver create(SessionConnection connection, Mailbox mailbox);
  }

  @Override
  public EntityType peerType() {
    return info.map(agreed -> agreed.peer().type())
        .or(peer::type)
        .orElseThrow(() -> new IllegalStateException("the peer has not said who it is"));
  }

  @Override
  public EntityAddressVector peerAddresses() {
    return info.map(ConnectionInfo::peerAddresses).orElse(peer.addresses());
  }

  /** Returns the addresses by which the session is found, which stay the same. */
  EntityAddressVector tableKey() {
    return isAccepted() ? peerAddresses() : peer.addresses();
  }

  @Override
  public Optional<EntityNumber> peer() {
    return info.map(ConnectionInfo::peer);
  }

  @Override
  public boolean send(Message message) {
    if (fate.get() != Fate.OPEN) {
      message.release();
      return false;
    }
    if (window.isPresent()) {
      window.get().enter(message);
    }
    pass(message);
    return true;
  }

  @Override
  public Sending trySend(Message message) {
    return isOpen()
        ? entered(message, window.map(it -> it.tryEnter(message)).orElse(Sending.QUEUED))
        : entered(message, Sending.CLOSED);
  }

  @Override
  public Sending send(Message message, Duration patience) throws InterruptedException {
    if (Sockets.isLoopOf(loop.parent())) {
      throw new IllegalStateException("an event loop cannot wait for room; use trySend");
    }
    if (!isOpen() || window.isEmpty()) {
      return trySend(message);
    }
    return entered(message, window.get().enter(message, TimeUnit.NANOSECONDS.convert(patience)));
  }

  private Sending entered(Message message, Sending sending) {
    switch (sending) {
      case QUEUED -> pass(message);
      case CLOSED -> message.release();
      case FULL -> {}
    }
    return sending;
  }

  /** Passes a message on to the driver; from its own event loop, without a detour. */
  private void pass(Message message) {
    if (!loop.inEventLoop() || !driver.send(message)) {
      mailbox.add(message);
    }
  }

  /**
   * Says how many of the messages that were sent, and bytes, are not held for the peer any more.
   */
  void sent(long messages, long bytes) {
    window.ifPresent(it -> it.gone(messages, bytes));
  }

  @Override
  public CompletableFuture<ConnectionInfo> ready() {
    return ready;
  }

  @Override
  public Optional<ConnectionInfo> info() {
    return info;
  }

  @Override
  public void keepalive() {
    onLoop(SessionDriver::keepalive);
  }

  @Override
  public Optional<Instant> lastKeepaliveAck() {
    return lastKeepaliveAck;
  }

  @Override
  public CompletableFuture<CloseReport> close() {
    if (fate.compareAndSet(Fate.OPEN, Fate.CLOSING)) {
      window.ifPresent(SendWindow::close);
      onLoop(SessionDriver::close);
    }
    return closed();
  }

  /** Completes when nothing is left of the connection, whoever closed it. */
  CompletableFuture<CloseReport> closed() {
    return closed.copy();
  }

  @Override
  public void markDown() {
    if (fate.getAndSet(Fate.MARKED_DOWN) != Fate.MARKED_DOWN) {
      window.ifPresent(SendWindow::close);
      onLoop(SessionDriver::markDown);
    }
  }

  /** Says that the session is over; if this side had not closed it, it is lost. */
  void ended() {
    fate.compareAndSet(Fate.OPEN, Fate.LOST);
    window.ifPresent(SendWindow::close);
  }

  boolean isOpen() {
    return fate.get() == Fate.OPEN;
  }

  boolean isLost() {
    return fate.get() == Fate.LOST;
  }

  boolean isAccepted() {
    return peer.end() == Peer.End.ACCEPTED;
  }

  boolean isMarkedDown() {
    return fate.get() == Fate.MARKED_DOWN;
  }

  void agreed(ConnectionInfo agreed) {
    info = Optional.of(agreed);
  }

  void keepaliveAcked(Instant when) {
    lastKeepaliveAck = Optional.of(when);
  }

  /** Drops a connection that was never begun. */
  void discard() {
    driver.discard();
  }

  /** Says that nothing is left of the connection. */
  void gone(CloseReport report) {
    closed.complete(report);
  }

  /** Returns the exception that tells a user of the end. */
  ConnectionException exception(EntityName self, SessionFailure why) {
    Optional<EntityType> type = info.map(agreed -> agreed.peer().type()).or(peer::type);
    return new ConnectionException(self + ": " + describePeer(), type, peerAddresses(), why);
  }

  /** Runs something of the driver on the event loop, after what was passed on before. */
  void onLoop(Consumer<SessionDriver> what) {
    try {
      EventLoop current = loop;
      current.execute(
          () -> {
            if (current == loop && !driver.isMoving()) {
              driver.run(what);
            } else {
              onLoop(what);
            }
          });
    } catch (RejectedExecutionException loopIsGone) {
      abandon();
    }
  }

  /** The messenger was closed, and its event loops with it. */
  private void abandon() {
    int dropped = mailbox.drop();
    SessionFailure why =
        new SessionFailure(
            SessionFailure.Kind.CLOSED,
            "its event loop",
            "the messenger was closed",
            SessionFailure.ESHUTDOWN,
            Optional.empty());
    ready.completeExceptionally(exception(driver.self(), why));
    closed.complete(new CloseReport(dropped, 0));
  }

  @Override
  public String toString() {
    return describePeer();
  }

  private String describePeer() {
    String who =
        info.map(agreed -> agreed.peer().toString())
            .or(() -> peer.type().map(EntityType::toString))
            .orElse("unknown peer");
    return switch (peer.end()) {
      case DIALLED -> "connection to " + who + " at " + peer.addresses();
      case ACCEPTED -> "connection from " + who + " at " + peer.addresses();
    };
  }
}
