// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class DemoTest {
  @Test
  void shows_what_was_negotiated_and_measured() {
    Cli.Run run = Cli.run("demo", "--count", "500");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .containsPattern("(?m)^negotiated$")
        .containsPattern("(?m)^  protocol +msgr2.1$")
        .containsPattern("(?m)^  mode +secure$")
        .containsPattern("(?m)^measured$")
        .containsPattern("(?m)^  requests +500$")
        .containsPattern("(?m)^  errors +0$")
        .containsPattern("(?m)^    cuts +[5-9]$")
        .containsPattern("(?m)^    resumptions +[1-9]$")
        .containsPattern("(?m)^    lost +0$")
        .containsPattern("(?m)^    twice +0$");
    assertThat(run.out().lines()).as("fits on a screen").hasSizeLessThan(34);
    assertThat(run.err()).contains("osd.0 listens on v2:127.0.0.1:", "500 requests of 4096 bytes");
  }

  @Test
  void prints_json_as_well() {
    Cli.Run run = Cli.run("demo", "--count", "10", "--format", "json");
    assertThat(run.exitCode()).isZero();
    JsonNode negotiated = run.json().get("negotiated");
    assertThat(negotiated.get("authentication").asText()).isEqualTo("cephx, key type aes256k");
    assertThat(negotiated.get("peer").asText()).startsWith("osd.0 at v2:127.0.0.1:");
    assertThat(run.json().get("measured").get("requests").asInt()).isEqualTo(10);
  }
}
