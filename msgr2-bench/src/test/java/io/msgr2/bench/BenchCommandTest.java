// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchCommandTest {
  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void measures_nothing_when_there_is_no_place_for_the_reports() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThat(bench(file)).isEqualTo(1);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().lines())
        .containsExactly(
            "msgr2 bench: cannot make the directory for the reports: " + file + " is no directory");
  }

  @Test
  void prints_what_it_measured_when_the_reports_cannot_be_written() throws IOException {
    Path inTheWay = Files.createDirectory(directory.resolve("bench.json"));
    assertThat(bench(directory)).isEqualTo(1);
    assertThat(out.toString()).contains("Requests with data, empty answers");
    assertThat(err.toString())
        .contains("msgr2 bench: cannot write the reports: " + inTheWay + ": Is a directory");
  }

  /** Runs a plan that takes no time: iperf3 has no turn with small requests. */
  private int bench(Path directory) {
    return new CommandLine(new BenchCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute("--sections=matrix", "--only=64-d1", "--contenders=iperf3", "--out=" + directory);
  }
}
