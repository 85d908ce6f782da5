// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityName;
import io.msgr2.interop.cluster.CephCluster;
import io.msgr2.interop.cluster.Cluster;
import io.msgr2.rados.conf.CephOption;
import io.msgr2.rados.mon.CommandReply;
import io.msgr2.rados.mon.MonClient;
import io.msgr2.rados.mon.MonException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@CephCluster
class MonClientTest {
  private static final int EINVAL = 22;

  private final Cluster cluster;
  private MonClient client;

  MonClientTest(Cluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void connect() {
    client = MonClients.connect(cluster);
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void knows_the_monitor_map() {
    assertThat(client.monMap().fsid()).isEqualTo(cluster.fsid());
    assertThat(client.monMap().ranks()).containsExactly("a");
  }

  @Test
  void runs_a_command() {
    assertThat(MonClients.ask(client, "status").path("fsid").asText())
        .isEqualTo(cluster.fsid().toString());
  }

  @Test
  void passes_input_to_a_command_and_its_output_back() {
    byte[] value = "two\nlines\n".getBytes(StandardCharsets.UTF_8);
    Map<String, String> set = Map.of("prefix", "config-key set", "key", "msgr2/interop");
    assertThat(client.command(set, value, MonClients.LIMIT).join().errno()).isZero();
    Map<String, String> get = Map.of("prefix", "config-key get", "key", "msgr2/interop");
    assertThat(client.command(get, MonClients.LIMIT).join().output()).isEqualTo(value);
  }

  @Test
  void passes_on_what_a_monitor_says_about_a_command_that_failed() {
    CommandReply reply = client.command(Map.of("prefix", "no such thing"), MonClients.LIMIT).join();
    assertThat(reply.errno()).isEqualTo(EINVAL);
    assertThat(reply.status()).isEqualTo("command not known");
  }

  @Test
  void asks_an_osd() {
    assertThat(MonClients.osdVersion(client)).isEqualTo(cluster.version());
  }

  @Test
  void knows_how_new_a_map_is() {
    assertThat(client.getVersion("osdmap", MonClients.LIMIT).join().newest())
        .isEqualTo(MonClients.ask(client, "osd dump").path("epoch").asLong());
  }

  @Test
  void says_which_key_a_monitor_refused() {
    MonException failure =
        MonClients.failure(
            MonClient.connect(
                MonClients.config(cluster)
                    .option(CephOption.KEY, cluster.key(EntityName.osd(0)).toBase64())
                    .load(),
                MonClients.LIMIT));
    assertThat(failure.errno()).isEqualTo(MonException.EACCES);
    assertThat(failure).hasMessageContaining("client.admin").hasMessageContaining("wrong key");
  }
}
