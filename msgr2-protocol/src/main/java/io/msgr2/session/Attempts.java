// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import java.time.Duration;

/** How hard a session has tried to become ready, and how hard it will go on trying. */
final class Attempts {
  private final SessionConfig config;
  private long unreadySinceNanos;
  private int failures;

  Attempts(SessionConfig config, long nowNanos) {
    this.config = config;
    this.unreadySinceNanos = nowNanos;
  }

  /**
   * The session is not ready any more. A connection that was good for something, or for long, makes
   * up for those that failed before.
   *
   * @param progressed whether any message got through on it
   */
  void interrupted(boolean progressed, long readySinceNanos, long nowNanos) {
    unreadySinceNanos = nowNanos;
    long readyMs = Duration.ofNanos(nowNanos - readySinceNanos).toMillis();
    if (progressed || readyMs >= config.timeouts().backoff().maxMs()) {
      failures = 0;
    }
  }

  /** Returns whether a session of this policy gives up. */
  boolean givenUp(Policy policy, long nowNanos) {
    return policy.giveUpMs() != Policy.NEVER
        && Duration.ofNanos(nowNanos - unreadySinceNanos).toMillis() >= policy.giveUpMs();
  }

  /** Returns how long to wait before the next attempt, after one that failed. */
  int nextDelayMs() {
    failures++;
    return config.timeouts().backoff().delayMs(failures, config.random().getAsLong());
  }
}
