// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatorTest {
  private static final int FRESH_SEEDS = 2000;

  @Test
  @Tag("slow")
  void sessions_keep_their_promises_under_fresh_seeds() {
    long first = Long.getLong("msgr2.seed", System.nanoTime());
    long began = System.nanoTime();
    for (long seed = first; seed < first + FRESH_SEEDS; seed++) {
      requireGood(seed);
    }
    System.out.printf(
        "simulator: %d seeds from -Dmsgr2.seed=%d in %.1f s%n",
        FRESH_SEEDS, first, (System.nanoTime() - began) / 1e9);
  }

  /**
   * Each shows a fault that sessions, network or judge had once, or that {@link JudgeTest} plants.
   */
  @ParameterizedTest
  @ValueSource(longs = {3, 13, 17, 57, 305, 634, 1159, 3037461, 4016339})
  void seeds_that_failed_once_stay_good(long seed) {
    requireGood(seed);
  }

  @Test
  void a_seed_gives_the_same_run_every_time() {
    assertThat(logOf(35)).isEqualTo(logOf(35)).isNotEqualTo(logOf(36)).hasSizeGreaterThan(10);
  }

  private static List<String> logOf(long seed) {
    List<String> lines = new ArrayList<>();
    Simulator.run(seed, lines::add);
    return lines;
  }

  private static void requireGood(long seed) {
    Simulator.run(seed)
        .ifPresent(
            problem ->
                fail(
                    "%s%nbin/msgr2 simulate --seed %d%n%s",
                    problem, seed, Simulator.explain(seed)));
  }
}
