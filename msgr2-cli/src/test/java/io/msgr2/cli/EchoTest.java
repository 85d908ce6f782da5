// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EchoTest {
  private static final long LIMIT_SECONDS = 30;

  @Test
  void says_where_it_listens_nonce_included() throws IOException {
    try (RunningEcho echo = new RunningEcho("--nonce", "4294967295")) {
      assertThat(echo.address()).matches("v2:127\\.0\\.0\\.1:[1-9][0-9]*/4294967295");
    }
    try (RunningEcho echo = new RunningEcho("--bind", "v2:127.0.0.1:0/7")) {
      assertThat(echo.address()).matches("v2:127\\.0\\.0\\.1:[1-9][0-9]*/7");
    }
  }

  @Test
  void says_why_it_cannot_listen() throws IOException {
    try (RunningEcho echo = new RunningEcho()) {
      Cli.Run run = Cli.run("echo", "--bind", echo.address());
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out()).isEmpty();
      assertThat(run.err())
          .startsWith("msgr2 echo: cannot listen at " + echo.address() + ": ")
          .contains("Address already in use");
      assertThat(run.err().lines()).hasSize(1);
    }
  }

  @Test
  void ends_in_order_when_stdin_does_if_told_to() throws IOException {
    RunningEcho echo = new RunningEcho();
    assertThat(echo.stop()).isZero();
    Cli.Run run = Cli.run("probe", echo.address());
    assertThat(run.exitCode()).isEqualTo(111);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void ends_in_order_when_it_gets_a_signal(String signal) throws Exception {
    List<String> command =
        List.of(
            // What starts the tests in the background may have made them deaf to SIGINT.
            "env",
            "--default-signal=" + signal,
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Msgr2.class.getName(),
            "echo",
            "--bind",
            "v2:127.0.0.1:0");
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String address = out.readLine().replace("listening ", "");
      Cli.Run load = Cli.run("load", "--connect", address, "--count", "1");
      assertThat(load.exitCode()).isZero();
      String pid = Long.toString(process.pid());
      new ProcessBuilder("kill", "-" + signal, pid).inheritIO().start().waitFor();
      assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).as("ended").isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(out.readLine()).isNull();
    } finally {
      process.destroyForcibly();
    }
  }
}
