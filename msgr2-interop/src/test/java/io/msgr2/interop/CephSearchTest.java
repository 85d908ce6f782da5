// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.interop.cluster.CephCluster;
import io.msgr2.interop.cluster.Cluster;
import io.msgr2.interop.cluster.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where {@code msgr2 ceph} looks for its configuration and key, beside Ceph's own tool. */
@CephCluster
class CephSearchTest {
  private final Cluster cluster;
  private final Map<String, String> variables = new LinkedHashMap<>();
  private String conf;
  private String keyring;
  @TempDir private Path directory;

  CephSearchTest(Cluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void live_in_an_empty_directory() {
    variables.put("HOME", directory.toString());
    conf = cluster.conf().toString();
    keyring = cluster.adminKeyring().toString();
  }

  @Test
  void the_configuration_named_by_an_option() throws IOException {
    Files.writeString(directory.resolve("ceph.conf"), "[global]\nmon host = 192.0.2.1\n");
    assertBothFindTheCluster("-c", conf);
  }

  @Test
  void the_configuration_named_by_a_variable() {
    variables.put("CEPH_CONF", conf);
    assertBothFindTheCluster();
  }

  @Test
  void the_configuration_in_this_directory() throws IOException {
    Files.copy(cluster.conf(), directory.resolve("ceph.conf"));
    assertBothFindTheCluster();
  }

  @Test
  void the_configuration_of_another_cluster_at_home() throws IOException {
    Files.createDirectory(directory.resolve(".ceph"));
    Files.copy(cluster.conf(), directory.resolve(".ceph/other.conf"));
    assertBothFindTheCluster("--cluster", "other");
  }

  @Test
  void options_in_a_variable() {
    variables.put("CEPH_ARGS", "--conf=" + conf + " --keyring " + keyring + " --id admin");
    assertBothFindTheCluster();
  }

  @Test
  void monitors_and_keyring_without_any_configuration() {
    variables.put("CEPH_KEYRING", keyring);
    String monitor = cluster.monitors().get(0).toString();
    assertBothFindTheCluster("-c", "/dev/null", "-m", monitor);
  }

  @Test
  void a_configuration_that_is_not_there() {
    String missing = directory.resolve("missing.conf").toString();
    assertThat(stock("-c", missing).exitCode()).isNotZero();
    CommandResult ours = msgr2("-c", missing);
    assertThat(ours.exitCode()).isNotZero();
    assertThat(ours.stderr()).contains(missing);
  }

  private void assertBothFindTheCluster(String... options) {
    assertThat(stock(options).orThrow().stdout()).contains(cluster.fsid().toString());
    assertThat(msgr2(options).orThrow().stdout()).contains(cluster.fsid().toString());
  }

  private CommandResult stock(String... options) {
    List<String> env = new ArrayList<>(List.of("env", "-u", "CEPH_CONF"));
    variables.forEach((name, value) -> env.add(name + "=" + value));
    return cluster
        .tool(env.toArray(String[]::new))
        .and("ceph")
        .and(options)
        .and("fsid")
        .in(directory)
        .run();
  }

  private CommandResult msgr2(String... options) {
    return Msgr2Cli.msgr2(variables, "ceph").and(options).and("fsid").in(directory).run();
  }
}
