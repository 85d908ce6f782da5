// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.msgr2.address.EntityName;
import io.msgr2.auth.cephx.Keyring;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.interop.cluster.CephCluster;
import io.msgr2.interop.cluster.Cluster;
import io.msgr2.interop.cluster.Command;
import io.msgr2.interop.cluster.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code msgr2 ceph} beside Ceph's own {@code ceph}, both asking the same cluster. */
@CephCluster
class CephCommandTest {
  private static final int EACCES = 13;

  private final Cluster cluster;
  @TempDir private Path directory;

  CephCommandTest(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void status_is_what_the_stock_tool_says() {
    Command stock = cluster.tool("ceph", "-s", "--format", "json");
    JsonNode before = status(stock.run());
    JsonNode ours = status(msgr2("status", "--format", "json"));
    assertThat(ours.path("fsid").asText()).isEqualTo(cluster.fsid().toString());
    assertThat(ours.path("health").path("status").asText()).startsWith("HEALTH_");
    assertThat(ours.path("osdmap").path("num_up_osds").asInt()).isEqualTo(1);
    // A cluster that has just started may be busy with itself.
    assertThat(ours)
        .satisfiesAnyOf(
            it -> assertThat(it).isEqualTo(before),
            it -> assertThat(it).isEqualTo(status(stock.run())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fsid",
        "mon dump --format json",
        "osd tree",
        "osd pool get test pg_num",
        "osd pool get nowhere pg_num",
        "osd pool set test size many",
        "config-key get nothing",
        "tell osd.0 config get osd_objectstore",
        "no such command"
      })
  void output_and_exit_code_are_those_of_the_stock_tool(String line) {
    String[] words = line.split(" ", -1);
    CommandResult stock = cluster.tool("ceph").and(words).run();
    CommandResult ours = msgr2(words);
    assertThat(ours.exitCode()).as("%s%n%s", ours, stock).isEqualTo(stock.exitCode());
    // The stock tool puts an empty line before some of its output.
    assertThat(ours.stdout().strip()).isEqualTo(stock.stdout().strip());
  }

  @Test
  void what_the_entity_may_not_do_is_refused_by_the_monitors() throws IOException {
    EntityName name = EntityName.client("reader");
    Path keyring =
        Files.writeString(
            directory.resolve("keyring"),
            cluster
                .tool("ceph", "auth", "get-or-create", name.toString(), "mon", "allow r")
                .run()
                .orThrow()
                .stdout());
    String[] words = {
      "-n", name.toString(), "-k", keyring.toString(), "osd", "pool", "create", "x"
    };
    CommandResult ours = msgr2(words);
    assertThat(ours.exitCode()).isEqualTo(EACCES);
    assertThat(ours.stderr()).contains("access denied");
    assertThat(cluster.tool("ceph").and(words).run().exitCode()).isEqualTo(EACCES);
  }

  @Test
  void a_wrong_key_is_named() throws IOException {
    CephxKey key =
        CephxKey.generate(cluster.key(Login.ADMIN).type(), Instant.EPOCH, new SecureRandom());
    var entry = new Keyring.Entry(Optional.of(key), Map.of());
    Path keyring =
        Files.writeString(
            directory.resolve("keyring"), new Keyring(Map.of(Login.ADMIN, entry)).toText());
    String[] words = {"-k", keyring.toString(), "--conf", cluster.conf().toString(), "status"};
    CommandResult ours = msgr2(words);
    assertThat(ours.exitCode()).isEqualTo(EACCES);
    assertThat(ours.stderr())
        .contains("client.admin", "wrong key", keyring.toString())
        .doesNotContain(key.toBase64());
    assertThat(cluster.tool("ceph").and(words).run().exitCode()).isEqualTo(EACCES);
  }

  private CommandResult msgr2(String... words) {
    return Msgr2Cli.msgr2(Map.of("CEPH_CONF", cluster.conf().toString()), "ceph").and(words).run();
  }

  private static JsonNode status(CommandResult result) {
    JsonNode status = MonClients.json(result.orThrow().stdout());
    // Seconds since the monitors last agreed on a leader.
    ((ObjectNode) status).remove("quorum_age");
    return status;
  }
}
