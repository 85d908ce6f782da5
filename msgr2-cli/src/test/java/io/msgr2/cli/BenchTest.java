// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class BenchTest {
  @Test
  void measures_each_contender_in_each_cell() {
    Cli.Run run =
        Cli.run(
            "bench",
            "--sizes",
            "64",
            "--depths",
            "1",
            "--rounds",
            "1",
            "--warmup",
            "0",
            "--seconds",
            "0.1",
            "--format",
            "json");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.json().get("cells")).hasSize(1);
    JsonNode cell = run.json().get("cells").get(0);
    for (String contender : new String[] {"raw", "crc", "secure"}) {
      assertThat(cell.get(contender).get("requests").asLong()).isPositive();
      assertThat(cell.get(contender).get("ratioToRaw").asDouble()).isPositive();
    }
    assertThat(cell.get("raw").get("ratioToRaw").asDouble()).isEqualTo(1);
    assertThat(run.err()).contains("64 B, depth 1: msgr2 secure, round 1 of 1");
  }
}
