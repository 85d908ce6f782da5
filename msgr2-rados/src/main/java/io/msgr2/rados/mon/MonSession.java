// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

import io.msgr2.messenger.Connection;
import java.time.Duration;
import java.time.Instant;

/**
 * The session with one monitor, as far as it is checked to be alive: a keepalive goes out every
 * {@code mon_client_ping_interval}, and the last answer may be {@code mon_client_ping_timeout} old.
 * Used by one thread only.
 */
final class MonSession {
  private final Connection connection;
  private final Candidate monitor;
  private final Instant began;
  private final long intervalNanos;
  private final Duration timeout;
  private long nextPingNanos;

  /**
   * @param timeout zero is without limit
   */
  MonSession(
      Connection connection,
      Candidate monitor,
      Duration interval,
      Duration timeout,
      Instant now,
      long nowNanos) {
    this.connection = connection;
    this.monitor = monitor;
    this.began = now;
    this.intervalNanos = interval.toNanos();
    this.timeout = timeout;
    this.nextPingNanos = nowNanos + intervalNanos;
  }

  Connection connection() {
    return connection;
  }

  Candidate monitor() {
    return monitor;
  }

  /** Returns how long there has been a session. */
  Duration age(Instant now) {
    return Duration.between(began, now);
  }

  /** Returns when {@link #ping} is to be called. */
  long nextPingNanos() {
    return nextPingNanos;
  }

  /**
   * Sends a keepalive.
   *
   * @return whether the answers to the earlier ones came in time
   */
  boolean ping(Instant now, long nowNanos) {
    connection.keepalive();
    nextPingNanos = nowNanos + intervalNanos;
    Instant lastSign = connection.lastKeepaliveAck().orElse(began);
    return timeout.isZero() || !lastSign.plus(timeout).isBefore(now);
  }
}
