// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityNumber;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthMethod;
import io.msgr2.frame.Banner;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.Revision;
import io.msgr2.frame.Role;
import io.msgr2.session.ConnectionInfo;
import io.msgr2.session.Features;
import io.msgr2.session.Message;
import io.msgr2.session.SessionEvent;
import io.msgr2.session.SessionFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * What a messenger has with itself: messages reach its own handler, as those of other peers do, but
 * are not encoded on their way. There is no TCP connection that could break, and no session.
 */
final class LoopbackConnection implements Connection {
  /** Comes after all messages. */
  private static final SessionEvent END =
      new SessionEvent.Closed(
          new SessionFailure(
              SessionFailure.Kind.CLOSED, "close", "closed by this side", 0, Optional.empty()),
          0);

  private static final CloseReport FORCED = new CloseReport(0, 1);

  private enum Fate {
    OPEN,
    /** What was sent before is still delivered. */
    CLOSING,
    /** Nothing is delivered any more. */
    MARKED_DOWN
  }

  private final EntityName self;
  private final Supplier<EntityAddressVector> addresses;
  private final int closeMs;
  private final Handler handler;
  private final SerialDelivery delivery;
  private final AtomicReference<Fate> fate = new AtomicReference<>(Fate.OPEN);
  private final CompletableFuture<CloseReport> closed = new CompletableFuture<>();
  private volatile Optional<Instant> lastKeepaliveAck = Optional.empty();

  /**
   * @param addresses those that this side has at the time
   * @param executor where the handler runs
   * @param closeMs how long closing waits for it
   */
  LoopbackConnection(
      EntityName self,
      Supplier<EntityAddressVector> addresses,
      Handler handler,
      Executor executor,
      int closeMs) {
    this.self = self;
    this.addresses = addresses;
    this.closeMs = closeMs;
    this.handler = handler;
    this.delivery = new SerialDelivery(self, this, this::deliver, executor);
  }

  @Override
  public EntityType peerType() {
    return self.type();
  }

  @Override
  public EntityAddressVector peerAddresses() {
    return addresses.get();
  }

  @Override
  public Optional<EntityNumber> peer() {
    return Optional.of(self.number());
  }

  @Override
  public boolean send(Message message) {
    if (!isOpen()) {
      message.release();
      return false;
    }
    delivery.deliver(message);
    return true;
  }

  @Override
  public Sending trySend(Message message) {
    return send(message) ? Sending.QUEUED : Sending.CLOSED;
  }

  @Override
  public Sending send(Message message, Duration patience) {
    return trySend(message);
  }

  @Override
  public CompletableFuture<ConnectionInfo> ready() {
    return CompletableFuture.completedFuture(agreed());
  }

  @Override
  public Optional<ConnectionInfo> info() {
    return Optional.of(agreed());
  }

  @Override
  public void keepalive() {
    lastKeepaliveAck = Optional.of(Instant.now());
  }

  @Override
  public Optional<Instant> lastKeepaliveAck() {
    return lastKeepaliveAck;
  }

  @Override
  public CompletableFuture<CloseReport> close() {
    if (fate.compareAndSet(Fate.OPEN, Fate.CLOSING)) {
      delivery.deliver(END);
    }
    return closed.copy().completeOnTimeout(FORCED, closeMs, TimeUnit.MILLISECONDS);
  }

  @Override
  public void markDown() {
    if (fate.getAndSet(Fate.MARKED_DOWN) == Fate.OPEN) {
      delivery.deliver(END);
    }
  }

  boolean isOpen() {
    return fate.get() == Fate.OPEN;
  }

  @Override
  public String toString() {
    return "connection of " + self + " with itself";
  }

  private void deliver(SessionEvent event) {
    if (event instanceof Message message) {
      HandlerCalls.call(() -> self + ": " + this, () -> deliver(message));
    } else if (event == END) {
      closed.complete(CloseReport.CLEAN);
    }
  }

  private void deliver(Message message) {
    try {
      if (fate.get() != Fate.MARKED_DOWN) {
        handler.message(this, message);
      }
    } finally {
      message.release();
    }
  }

  private ConnectionInfo agreed() {
    return new ConnectionInfo(
        Role.CONNECTOR,
        self.number(),
        Optional.of(self),
        addresses.get(),
        addresses.get(),
        new Banner(Banner.REVISION_1, 0),
        Revision.V2_1,
        ConnectionMode.CRC,
        Optional.empty(),
        AuthMethod.NONE.wire(),
        0,
        Features.SUPPORTED,
        false);
  }
}
