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
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * What a messenger has with itself: messages reach its own handler, as those of other peers do, but
 * are not encoded on their way. There is no TCP connection that could break, and no session.
 */
final class LoopbackConnection implements Connection {
  private final EntityName self;
  private final EntityAddressVector addresses;
  private final Handler handler;
  private final SerialDelivery delivery;
  private volatile Optional<Instant> lastKeepaliveAck = Optional.empty();
  private volatile boolean open = true;

  /**
   * @param executor where the handler runs
   */
  LoopbackConnection(
      EntityName self, EntityAddressVector addresses, Handler handler, Executor executor) {
    this.self = self;
    this.addresses = addresses;
    this.handler = handler;
    this.delivery = new SerialDelivery(this::deliver, executor);
  }

  @Override
  public EntityType peerType() {
    return self.type();
  }

  @Override
  public EntityAddressVector peerAddresses() {
    return addresses;
  }

  @Override
  public Optional<EntityNumber> peer() {
    return Optional.of(self.number());
  }

  @Override
  public boolean send(Message message) {
    if (!open) {
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
    open = false;
    return CompletableFuture.completedFuture(CloseReport.CLEAN);
  }

  @Override
  public void markDown() {
    open = false;
  }

  @Override
  public String toString() {
    return "connection of " + self + " with itself";
  }

  private void deliver(SessionEvent event) {
    if (event instanceof Message message) {
      HandlerCalls.call(
          self,
          () -> {
            try {
              if (open) {
                handler.message(this, message);
              }
            } finally {
              message.release();
            }
          });
    }
  }

  private ConnectionInfo agreed() {
    return new ConnectionInfo(
        Role.CONNECTOR,
        self.number(),
        Optional.of(self),
        addresses,
        addresses,
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
