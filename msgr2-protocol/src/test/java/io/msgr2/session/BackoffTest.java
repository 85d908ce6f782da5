// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void waits_are_doubled_up_to_the_longest() {
    Backoff exact = new Backoff(200, 15_000, 0);
    assertThat(IntStream.rangeClosed(1, 9).map(failures -> exact.delayMs(failures, -1)))
        .containsExactly(200, 400, 800, 1_600, 3_200, 6_400, 12_800, 15_000, 15_000);
    assertThat(exact.delayMs(Integer.MAX_VALUE, 0)).isEqualTo(15_000);
    assertThat(exact.waitMs(7)).isEqualTo(15_000);
  }

  @Test
  void jitter_shortens_a_wait_by_its_part_at_most_and_uses_all_of_the_range() {
    Backoff half = new Backoff(1_000, 1_000, 0.5);
    SplittableRandom random = new SplittableRandom(1);
    var waits = IntStream.range(0, 10_000).map(i -> half.delayMs(1, random.nextLong()));
    var statistics = waits.summaryStatistics();
    assertThat(statistics.getMin()).isBetween(500, 502);
    assertThat(statistics.getMax()).isBetween(998, 1_000);
    assertThat(statistics.getAverage()).isBetween(740.0, 760.0);
  }

  @Test
  void a_wait_is_never_none() {
    assertThat(new Backoff(1, 1, 1).delayMs(1, -1)).isEqualTo(1);
  }

  @Test
  void refuses_times_that_make_no_sense() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(0, 1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(2, 1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(1, 1, 1.1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(1, 1, Double.NaN));
  }
}
