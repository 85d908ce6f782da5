// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.interop.cluster.CephCluster;
import io.msgr2.interop.cluster.Cluster;
import io.msgr2.interop.cluster.CommandResult;
import io.msgr2.rados.conf.CephConfig;
import io.msgr2.rados.conf.CephOption;
import io.msgr2.rados.mon.MonClient;
import io.msgr2.rados.mon.MonException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The first of three monitors dies on the way. */
@CephCluster(mons = 3, osds = 0, shared = false)
@TestMethodOrder(OrderAnnotation.class)
class ThreeMonitorsTest {
  private static final Map<String, String> STATUS = Map.of("prefix", "status");

  private final Cluster cluster;

  ThreeMonitorsTest(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  @Order(1)
  void a_client_moves_on_when_its_monitor_dies() {
    try (MonClient client = connectTo(0)) {
      assertThat(client.session().orElseThrow().peerAddresses())
          .isEqualTo(cluster.monitors().get(0));
      assertThat(client.monMap().ranks()).containsExactly("a", "b", "c");
      long globalId = client.session().orElseThrow().globalId();
      cluster.kill("mon.a");
      assertAnsweredByOneThatLives(client);
      assertThat(client.session().orElseThrow().globalId()).isEqualTo(globalId);
    }
  }

  @Test
  @Order(2)
  void a_client_finds_one_that_lives() {
    try (MonClient client = MonClients.connect(cluster)) {
      assertAnsweredByOneThatLives(client);
    }
  }

  @Test
  @Order(3)
  void so_does_the_command() {
    CommandResult result =
        Msgr2Cli.msgr2("ceph", "-c", cluster.conf().toString(), "fsid").run().orThrow();
    assertThat(result.stdout()).isEqualToIgnoringNewLines(cluster.fsid().toString());
    assertThat(result.stderr()).isEmpty();
  }

  @Test
  @Order(4)
  void a_client_that_knows_only_the_dead_one_gives_up_in_time() {
    Duration limit = Duration.ofSeconds(2);
    Instant began = Instant.now();
    MonException failure = MonClients.failure(MonClient.connect(only(0).load(), limit));
    assertThat(Duration.between(began, Instant.now())).isBetween(limit, limit.multipliedBy(3));
    assertThat(failure.errno()).isEqualTo(MonException.ETIMEDOUT);
    assertThat(failure)
        .hasMessageContaining(cluster.monitors().get(0).front().toString())
        .hasMessageContaining("refused");
  }

  @Test
  @Order(5)
  void a_command_is_given_up_in_time_when_no_monitor_answers() {
    Duration limit = Duration.ofSeconds(1);
    try (MonClient client = MonClients.connect(cluster)) {
      cluster.stop("mon.b");
      cluster.stop("mon.c");
      Instant began = Instant.now();
      MonException failure = MonClients.failure(client.command(STATUS, limit));
      assertThat(Duration.between(began, Instant.now())).isBetween(limit, limit.multipliedBy(3));
      assertThat(failure.errno()).isEqualTo(MonException.ETIMEDOUT);
      assertThat(failure.isOutcomeUnknown()).isTrue();
      assertThat(failure).hasMessageContaining("status").hasMessageContaining("unknown");
    } finally {
      cluster.resume("mon.b");
      cluster.resume("mon.c");
    }
  }

  @Test
  @Order(6)
  void the_command_gives_up_in_time_and_says_whom_it_tried() {
    cluster.stop("mon.b");
    cluster.stop("mon.c");
    try {
      CommandResult result =
          Msgr2Cli.msgr2(
                  "ceph", "-c", cluster.conf().toString(), "--connect-timeout", "2", "status")
              .run();
      assertThat(result.exitCode()).isEqualTo(MonException.ETIMEDOUT);
      assertThat(result.stdout()).isEmpty();
      assertThat(result.stderr()).contains("2000 ms", "refused", "no answer");
      assertThat(cluster.monitors())
          .allSatisfy(monitor -> assertThat(result.stderr()).contains(monitor.front().toString()));
    } finally {
      cluster.resume("mon.b");
      cluster.resume("mon.c");
    }
  }

  private MonClient connectTo(int monitor) {
    return MonClient.connect(only(monitor).load(), MonClients.LIMIT).join();
  }

  private CephConfig.Builder only(int monitor) {
    return MonClients.config(cluster)
        .option(CephOption.MON_HOST, cluster.monitors().get(monitor).toString());
  }

  private void assertAnsweredByOneThatLives(MonClient client) {
    assertThat(MonClients.ask(client, "mon dump").path("fsid").asText())
        .isEqualTo(cluster.fsid().toString());
    assertThat(client.session().orElseThrow().peerAddresses())
        .isIn(cluster.monitors().get(1), cluster.monitors().get(2));
  }
}
