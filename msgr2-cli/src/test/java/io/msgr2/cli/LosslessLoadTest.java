// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loads that cut their own TCP connections. */
class LosslessLoadTest {
  private static final String SECRET = "5a".repeat(64);

  @ParameterizedTest
  @CsvSource({
    "lossless_peer, lossless_peer, crc",
    "lossless_peer_reuse, lossless_peer_reuse, secure",
    "stateful_server, lossless_client, secure",
    "stateful_server, lossless_client, crc"
  })
  void nothing_is_lost_and_nothing_comes_twice(String server, String client, String mode)
      throws IOException {
    String[] link = {"--modes", mode, "--connection-secret", SECRET};
    try (RunningEcho echo =
        new RunningEcho(
            "--policy", server, "--reply", "same", link[0], link[1], link[2], link[3])) {
      Cli.Run run =
          Cli.run(
              "load",
              "--connect",
              echo.address(),
              "--policy",
              client,
              "--reply",
              "same",
              "--cut-every",
              "20ms",
              "--seconds",
              "2",
              "--depth",
              "16",
              "--size",
              "3000",
              "--format",
              "json",
              link[0],
              link[1],
              link[2],
              link[3]);

      assertThat(run.exitCode()).as(run.err()).isZero();
      JsonNode survived = run.json().get("survived");
      assertThat(survived.get("cuts").asLong()).isGreaterThan(10);
      assertThat(survived.get("resumptions").asLong()).isGreaterThan(5);
      assertThat(survived.get("answers").asLong()).isGreaterThan(100);
      assertThat(survived.get("lost").asLong()).isZero();
      assertThat(survived.get("twice").asLong()).isZero();
      assertThat(echo.stop()).isZero();
    }
  }

  @Test
  void a_lossy_session_is_not_cut_on_purpose() {
    Cli.Run run =
        Cli.run("load", "--connect", "v2:127.0.0.1:1/0", "--count", "1", "--cut-every", "50ms");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("--policy lossy_client does not survive --cut-every; expected a lossless one");
  }

  @Test
  void a_lossless_session_is_the_only_one_with_its_peer() {
    Cli.Run run =
        Cli.run(
            "load",
            "--connect",
            "v2:127.0.0.1:1/0",
            "--count",
            "1",
            "--policy",
            "lossless_client",
            "--connections",
            "2");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("so --connections is 1");
  }

  @Test
  void times_have_units() {
    for (String time : List.of("50", "ms", "5m", "-1ms")) {
      Cli.Run run =
          Cli.run("load", "--connect", "v2:127.0.0.1:1/0", "--count", "1", "--cut-every", time);
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("'" + time + "' is no time such as 50ms or 2s");
    }
  }
}
