// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;

/** Compares readings of {@link System#nanoTime}, which may be negative and may wrap around. */
final class Deadlines {
  private static final Duration LONGEST = Duration.ofDays(365);

  private Deadlines() {}

  /** Returns the reading after some time, which counts as a year if it is longer. */
  static long after(long nowNanos, Duration time) {
    return nowNanos + (time.compareTo(LONGEST) < 0 ? time : LONGEST).toNanos();
  }

  static long earlier(long a, long b) {
    return a - b < 0 ? a : b;
  }

  /** Returns the earliest of those that are there. */
  static OptionalLong earliest(OptionalLong... deadlines) {
    return Arrays.stream(deadlines)
        .filter(OptionalLong::isPresent)
        .mapToLong(OptionalLong::getAsLong)
        .reduce(Deadlines::earlier);
  }
}
