// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GlobalIdsTest {
  private static final Instant START = Instant.parse("2027-01-15T08:10:11.250Z");

  @Test
  void numbers_grow_by_one_and_are_exact_in_json() {
    GlobalIds ids = new GlobalIds(START);

    assertThat(LongStream.generate(ids).limit(3))
        .containsExactly(1_800_000_611_250_000L, 1_800_000_611_250_001L, 1_800_000_611_250_002L);
    assertThat(ids.getAsLong()).isLessThan(1L << 53);
  }

  @Test
  void a_later_process_begins_above_all_that_an_earlier_one_gave() {
    GlobalIds earlier = new GlobalIds(START);
    LongStream.generate(earlier).limit(99_999).forEach(id -> {});

    long later = new GlobalIds(START.plus(Duration.ofMillis(100))).getAsLong();

    assertThat(later).isGreaterThan(earlier.getAsLong());
  }
}
