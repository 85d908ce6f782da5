// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.plan;

import io.msgr2.bench.peers.Jdk;
import java.util.List;

/**
 * How to measure.
 *
 * @param rounds turns of each entry
 * @param warmupSeconds a first turn whose result does not count
 * @param seconds each other turn
 */
public record Settings(List<Jdk> jdks, int rounds, double warmupSeconds, double seconds) {
  private static final double START_SECONDS = 1.5;

  double estimateSeconds(Group group) {
    double each =
        group.entries().stream()
            .mapToDouble(
                entry -> {
                  double turns = rounds * (seconds + entry.contender().extraSeconds());
                  return entry.contender().warmsUp()
                      ? turns + START_SECONDS + warmupSeconds
                      : turns;
                })
            .sum();
    return each * jdks.size();
  }
}
