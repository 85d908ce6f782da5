// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityAddress;
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
import org.junit.jupiter.api.Test;

class MonSessionTest {
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final long SECOND = 1_000_000_000;

  private final Pinged connection = new Pinged();
  private final Instant began = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void sends_a_keepalive_every_interval() {
    MonSession session = session(Duration.ofSeconds(30));
    assertThat(session.nextPingNanos()).isEqualTo(10 * SECOND);
    assertThat(connection.pings).isZero();

    session.ping(began.plusSeconds(11), 11 * SECOND);

    assertThat(connection.pings).isEqualTo(1);
    assertThat(session.nextPingNanos()).isEqualTo(21 * SECOND);
  }

  @Test
  void gives_a_monitor_the_timeout_from_the_beginning_to_answer() {
    MonSession session = session(Duration.ofSeconds(30));

    assertThat(session.ping(began.plusSeconds(30), 30 * SECOND)).isTrue();
    assertThat(session.ping(began.plusSeconds(31), 31 * SECOND)).isFalse();
  }

  @Test
  void gives_a_monitor_the_timeout_from_its_last_answer() {
    MonSession session = session(Duration.ofSeconds(30));
    connection.answered = Optional.of(began.plusSeconds(20));

    assertThat(session.ping(began.plusSeconds(50), 50 * SECOND)).isTrue();
    assertThat(session.ping(began.plusSeconds(51), 51 * SECOND)).isFalse();
  }

  @Test
  void waits_for_ever_without_a_timeout() {
    assertThat(session(Duration.ZERO).ping(began.plusSeconds(9_999), 0)).isTrue();
  }

  private MonSession session(Duration timeout) {
    Candidate monitor = new Candidate("mon.a", EntityAddress.parse("v2:127.0.0.1:1/0"), 0, 0);
    return new MonSession(connection, monitor, INTERVAL, timeout, began, 0);
  }

  /** Counts keepalives, and lets the test say when they were answered. */
  private static final class Pinged implements Connection {
    int pings;
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
    public void markDown() {}
  }
}
