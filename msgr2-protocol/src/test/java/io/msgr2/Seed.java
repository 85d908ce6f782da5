// SPDX-License-Identifier: Apache-2.0
package io.msgr2;

import java.util.Random;

/**
 * The one seed of a test run: printed once, taken back with {@code -Dmsgr2.seed=SEED}. Every test
 * draws from a generator of its own, so that one test alone repeats what it did among others.
 */
public final class Seed {
  private static final long SEED = Long.getLong("msgr2.seed", System.nanoTime());

  static {
    System.out.println("seed of the randomised tests: -Dmsgr2.seed=" + SEED);
  }

  private Seed() {}

  /** Returns a generator that depends on the seed and the test's name alone. */
  public static Random random(String test) {
    return new Random(SEED ^ test.hashCode());
  }
}
