// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.proxy;

import java.util.SplittableRandom;

/**
 * Fates by which every connection ends soon, in any way. The same seed gives the same fates; print
 * them, so that a failure can be repeated.
 *
 * @param seed what all is drawn from
 * @param lifeMs how long connections live at most before something happens to them
 * @param stallMs how long a connection that was stalled stays open, unless its ends close it: more
 *     than they take to notice
 */
public record RandomFaults(long seed, int lifeMs, int stallMs) implements Fates {
  private static final int MOST_BYTES_LOG2 = 18;
  private static final int MOST_DELAY_MS = 5;
  private static final long SLOWEST_BYTES_PER_SECOND = 200_000;
  private static final long FASTEST_BYTES_PER_SECOND = 20_000_000;

  /**
   * @throws IllegalArgumentException when a time is less than 1 ms
   */
  public RandomFaults {
    if (lifeMs < 1 || stallMs < 1) {
      throw new IllegalArgumentException("connections live and stall for at least 1 ms");
    }
  }

  @Override
  public Fate fate(int connection) {
    SplittableRandom random = new SplittableRandom(seed + connection * 0x9e3779b97f4a7c15L);
    Fate pace = pace(random);
    return switch (random.nextInt(8)) {
      case 0 -> pace.afterBytes(0, Fault.RESET);
      case 1, 2 -> pace.afterMs(random.nextInt(lifeMs), stall(random)).afterMs(end(), Fault.RESET);
      case 3, 4 -> pace.afterMs(random.nextInt(lifeMs), cut(random));
      default -> pace.afterBytes(bytes(random), cut(random)).afterMs(lifeMs, cut(random));
    };
  }

  private long end() {
    return (long) lifeMs + stallMs;
  }

  private static Fate pace(SplittableRandom random) {
    return switch (random.nextInt(8)) {
      case 0, 1 -> Fate.calm().delayed(1 + random.nextInt(MOST_DELAY_MS));
      case 2 ->
          Fate.calm().limited(random.nextLong(SLOWEST_BYTES_PER_SECOND, FASTEST_BYTES_PER_SECOND));
      default -> Fate.calm();
    };
  }

  /** Most interesting things happen early, so each order of magnitude is as likely as any other. */
  private static long bytes(SplittableRandom random) {
    return 1 + random.nextLong(1L << random.nextInt(1, MOST_BYTES_LOG2 + 1));
  }

  private static Fault cut(SplittableRandom random) {
    return random.nextBoolean() ? Fault.RESET : Fault.FINISH;
  }

  private static Fault stall(SplittableRandom random) {
    return switch (random.nextInt(3)) {
      case 0 -> Fault.STALL_TO_TARGET;
      case 1 -> Fault.STALL_TO_CLIENT;
      default -> Fault.BLACK_HOLE;
    };
  }
}
