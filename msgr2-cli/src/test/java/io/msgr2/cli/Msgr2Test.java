// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class Msgr2Test {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void prints_its_version_on_stdout() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).startsWith("msgr2 ").contains("Java ");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void asks_for_a_command_on_stderr() {
    assertThat(run()).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("Which command?", "Usage: msgr2");
  }

  private int run(String... args) {
    return new CommandLine(new Msgr2())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }
}
