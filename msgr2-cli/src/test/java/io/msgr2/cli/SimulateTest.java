// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class SimulateTest {
  @Test
  void some_seeds_are_run_from_the_first_one_on() {
    Cli.Run run = Cli.run("simulate", "--seed", "5", "--seeds", "3", "--format", "json");
    JsonNode result = run.json();
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(result.get("firstSeed").asLong()).isEqualTo(5);
    assertThat(result.get("seeds").asLong()).isEqualTo(3);
    assertThat(result.has("failedSeed")).isFalse();
  }

  @Test
  void a_seed_is_made_up_and_told() {
    Cli.Run first = Cli.run("simulate", "--format", "json");
    Cli.Run second = Cli.run("simulate", "--format", "json");
    assertThat(first.json().get("firstSeed")).isNotEqualTo(second.json().get("firstSeed"));
  }

  @Test
  void the_log_shows_the_plan_and_what_happens_and_is_the_same_every_time() {
    Cli.Run run = Cli.run("simulate", "--seed", "5", "--log");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).startsWith("seed 5\n").contains("Weather[", "the network heals", "Ready");
    assertThat(Cli.run("simulate", "--seed", "5", "--log").err()).isEqualTo(run.err());
  }
}
