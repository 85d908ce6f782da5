// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RandomFaultsTest {
  private static final int CONNECTIONS = 1000;

  @Test
  void the_seed_alone_decides() {
    assertThat(fates(new RandomFaults(42, 100, 500)))
        .isEqualTo(fates(new RandomFaults(42, 100, 500)))
        .isNotEqualTo(fates(new RandomFaults(43, 100, 500)));
  }

  @Test
  void says_how_to_repeat_it() {
    assertThat(new RandomFaults(42, 100, 500)).asString().contains("seed=42");
  }

  @Test
  void every_connection_is_cut_in_the_end() {
    for (Fate fate : fates(new RandomFaults(7, 100, 500))) {
      boolean cutAtOnce =
          fate.counted().stream().anyMatch(event -> event.bytes() == 0 && isCut(event.fault()));
      boolean cutLater =
          fate.timed().stream().anyMatch(event -> event.ms() <= 600 && isCut(event.fault()));
      assertThat(cutAtOnce || cutLater).as(fate.toString()).isTrue();
    }
  }

  @Test
  void everything_happens() {
    List<Fate> fates = fates(new RandomFaults(7, 100, 500));
    Set<Fault> timed = EnumSet.noneOf(Fault.class);
    Set<Fault> counted = EnumSet.noneOf(Fault.class);
    for (Fate fate : fates) {
      fate.timed().forEach(event -> timed.add(event.fault()));
      fate.counted().forEach(event -> counted.add(event.fault()));
    }
    assertThat(timed).containsExactly(Fault.values());
    assertThat(counted).containsExactlyInAnyOrder(Fault.RESET, Fault.FINISH);
    assertThat(fates).anyMatch(fate -> fate.delayMs() > 0);
    assertThat(fates).anyMatch(fate -> fate.bytesPerSecond() > 0);
  }

  @Test
  void wants_times_that_are_times() {
    assertThatThrownBy(() -> new RandomFaults(1, 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Fate.calm().delayed(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  private static List<Fate> fates(Fates fates) {
    return IntStream.range(0, CONNECTIONS).mapToObj(fates::fate).toList();
  }

  private static boolean isCut(Fault fault) {
    return Stream.of(Fault.RESET, Fault.FINISH).anyMatch(cut -> cut == fault);
  }
}
