// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.sim;

import io.msgr2.testkit.rig.Path;
import java.util.random.RandomGenerator;

/**
 * How bad the network is, apart from what is done to it.
 *
 * @param minDelayMicros what every piece takes at least
 * @param maxDelayMicros what it takes at most
 * @param slicing the longest piece in bytes; 0 delivers whatever is there
 * @param cutOneIn of how many pieces one is the last of its connection, on average; 0 for none
 */
record Weather(int minDelayMicros, int maxDelayMicros, int slicing, int cutOneIn) {
  private static final int NANOS_PER_MICRO = 1000;

  /**
   * Makes a path like this.
   *
   * @param random belongs to the path from now on
   * @param cut breaks the connections over the path, after the piece that is being delivered
   */
  void applyTo(Path path, RandomGenerator random, Runnable cut) {
    path.delayNanos(
        () -> (long) random.nextInt(minDelayMicros, maxDelayMicros + 1) * NANOS_PER_MICRO);
    path.slice(
        available -> {
          int longest = slicing == 0 ? available : Math.min(slicing, available);
          if (cutOneIn == 0 || random.nextInt(cutOneIn) != 0) {
            return slicing == 0 ? longest : random.nextInt(longest) + 1;
          }
          cut.run();
          return random.nextInt(available) + 1;
        });
  }
}
