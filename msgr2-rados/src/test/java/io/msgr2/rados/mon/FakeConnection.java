// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityNumber;
import io.msgr2.address.EntityType;
import io.msgr2.messenger.CloseReport;
import io.msgr2.messenger.Connection;
import io.msgr2.messenger.Sending;
import io.msgr2.session.ConnectionInfo;
import io.msgr2.session.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A connection to nobody: counts what is done with it, and lets the test say what came back. */
final class FakeConnection implements Connection {
  int pings;
  boolean isMarkedDown;
  Optional<Instant> answered = Optional.empty();

  @Override
  public EntityType peerType() {
    return EntityType.MON;
  }

  @Override
  public EntityAddressVector peerAddresses() {
    return EntityAddressVector.empty();
  }

  @Override
  public Optional<EntityNumber> peer() {
    return Optional.empty();
  }

  @Override
  public boolean send(Message message) {
    message.release();
    return false;
  }

  @Override
  public Sending trySend(Message message) {
    message.release();
    return Sending.CLOSED;
  }

  @Override
  public Sending send(Message message, Duration patience) {
    return trySend(message);
  }

  @Override
  public CompletableFuture<ConnectionInfo> ready() {
    return new CompletableFuture<>();
  }

  @Override
  public Optional<ConnectionInfo> info() {
    return Optional.empty();
  }

  @Override
  public void keepalive() {
    pings++;
  }

  @Override
  public Optional<Instant> lastKeepaliveAck() {
    return answered;
  }

  @Override
  public CompletableFuture<CloseReport> close() {
    return new CompletableFuture<>();
  }

  @Override
  public void markDown() {
    isMarkedDown = true;
  }
}
