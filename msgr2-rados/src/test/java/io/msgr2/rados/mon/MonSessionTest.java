// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MonSessionTest {
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final long SECOND = 1_000_000_000;

  private final FakeConnection connection = new FakeConnection();
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
}
