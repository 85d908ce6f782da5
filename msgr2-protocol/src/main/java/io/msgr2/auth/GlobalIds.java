// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Numbers for entities that log in, none of which was given before, not even by an earlier process
 * that nothing is remembered of: they begin with the microseconds from 1970 to the start of this
 * one, and nobody logs in as often as that. Clients keep theirs over a restart of the monitor. Safe
 * for use by several threads.
 */
public final class GlobalIds implements LongSupplier {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int NANOS_PER_MICRO = 1_000;

  private final AtomicLong next;

  /**
   * @param start when this process began to give numbers
   */
  public GlobalIds(Instant start) {
    next =
        new AtomicLong(
            start.getEpochSecond() * MICROS_PER_SECOND + start.getNano() / NANOS_PER_MICRO);
  }

  @Override
  public long getAsLong() {
    return next.getAndIncrement();
  }
}
