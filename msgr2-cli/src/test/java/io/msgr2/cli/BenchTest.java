// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class BenchTest {
  @TempDir private Path directory;

  @Test
  void measures_each_contender_and_leaves_three_reports() throws IOException {
    Cli.Run run =
        bench(
            2,
            "--sections",
            "matrix",
            "--only",
            "64-d1",
            "--contenders",
            "raw,plain,crc,secure,grpc,grpc-tls",
            "--out",
            directory.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    List<JsonNode> cells = cells(run.json());
    assertThat(cells.stream().map(cell -> cell.get("column").asText()))
        .containsExactly("raw", "plain", "crc", "secure", "grpc", "grpc-tls");
    for (JsonNode cell : cells) {
      assertThat(cell.get("median").asDouble()).isPositive();
      assertThat(cell.at("/ratios/plain").asDouble()).isPositive();
      assertThat(cell.get("rounds")).hasSize(2);
      assertThat(cell.at("/rounds/0/requests").asLong()).isPositive();
      assertThat(cell.at("/rounds/0/latencyMicros/p50").isIntegralNumber()).isTrue();
    }
    assertThat(cells.get(0).at("/ratios/raw").asDouble()).isEqualTo(1);
    assertThat(run.err())
        .contains("msgr2 bench: this takes about 0:")
        .contains("round 2: gRPC-Java, TLS ");
    assertThat(new ObjectMapper().readTree(directory.resolve("bench.json").toFile()))
        .isEqualTo(run.json());
    assertThat(Files.readString(directory.resolve("bench.md"))).contains("| 64 B, depth 1 |");
    assertThat(Files.readString(directory.resolve("bench.html"))).contains("<svg ", "</html>");
  }

  @Test
  void counts_handshakes_and_weighs_idle_sessions() {
    Cli.Run run = bench(1, "--sections", "handshakes,memory");
    assertThat(run.exitCode()).as(run.err()).isZero();
    List<JsonNode> cells = cells(run.json());
    assertThat(cells.stream().map(cell -> cell.get("title").asText()))
        .containsExactly("auth none, crc", "cephx, secure", "msgr2 crc", "msgr2 secure");
    assertThat(cells.get(0).get("median").asDouble()).isGreaterThan(1);
    assertThat(cells.get(2).get("median").asDouble()).isBetween(1.0, 100.0);
    assertThat(cells.get(3).get("median").asDouble())
        .isGreaterThan(cells.get(2).get("median").asDouble());
  }

  private static Cli.Run bench(int rounds, String... selection) {
    List<String> words = new ArrayList<>(List.of("bench", "--format", "json"));
    words.addAll(List.of("--rounds", "" + rounds, "--warmup", "0.1", "--seconds", "0.5"));
    words.addAll(List.of(selection));
    return Cli.run(words.toArray(String[]::new));
  }

  private static List<JsonNode> cells(JsonNode report) {
    List<JsonNode> cells = new ArrayList<>();
    report
        .get("sections")
        .forEach(
            section -> section.get("rows").forEach(row -> row.get("cells").forEach(cells::add)));
    return cells;
  }
}
