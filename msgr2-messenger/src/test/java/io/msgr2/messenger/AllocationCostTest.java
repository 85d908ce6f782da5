// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How much memory messages cost their event loops, beyond what their users ask for. */
@Tag("slow")
class AllocationCostTest {
  static List<Threshold> thresholds() {
    return Threshold.all().stream()
        .filter(it -> it.cost() == Threshold.Cost.ALLOCATED_BYTES)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("thresholds")
  void event_loops_allocate_no_more_than_allowed(Threshold threshold) throws Exception {
    Process process =
        new ProcessBuilder(
                CostProbe.command(
                    threshold.security(), threshold.shape(), CostProbe.WARM_UP, CostProbe.ROUNDS))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var out = process.inputReader()) {
      String line = out.readLine();
      assertThat(line).as("what the exchange spent").isNotNull();
      String[] spent = line.split(" ", -1);
      threshold.check(Double.parseDouble(spent[0]), Double.parseDouble(spent[1]));
    } finally {
      process.destroyForcibly();
    }
  }
}
