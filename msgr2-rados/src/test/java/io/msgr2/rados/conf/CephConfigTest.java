// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.msgr2.address.EntityName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CephConfigTest {
  @TempDir private Path directory;
  private final Map<String, String> variables = new HashMap<>();

  @Test
  void prefers_the_entitys_own_section_then_its_types_then_global() throws IOException {
    write(
        "x.conf",
        """
        [global]
        keyring = /global
        mon_host = 192.0.2.1
        fsid = 11111111-2222-3333-4444-555555555555
        [client]
        keyring = /client
        mon_host = 192.0.2.2
        [client.a]
        keyring = /a
        """);

    CephConfig a = builder().conf("x.conf").name(EntityName.client("a")).load();
    CephConfig b = builder().conf("x.conf").name(EntityName.client("b")).load();
    CephConfig osd = builder().conf("x.conf").name(EntityName.osd(1)).load();

    assertThat(a.get(CephOption.KEYRING)).isEqualTo("/a");
    assertThat(a.get(CephOption.MON_HOST)).isEqualTo("192.0.2.2");
    assertThat(a.fsid()).contains(UUID.fromString("11111111-2222-3333-4444-555555555555"));
    assertThat(b.get(CephOption.KEYRING)).isEqualTo("/client");
    assertThat(osd.get(CephOption.KEYRING)).isEqualTo("/global");
  }

  @Test
  void prefers_the_program_to_ceph_args_to_ceph_keyring_to_the_file_to_the_default()
      throws IOException {
    write("x.conf", "[global]\nkeyring = /file\n");

    assertThat(builder().load().get(CephOption.KEYRING))
        .isEqualTo(
            "/etc/ceph/ceph.client.admin.keyring,/etc/ceph/ceph.keyring,/etc/ceph/keyring,"
                + "/etc/ceph/keyring.bin");
    assertThat(keyring(builder().conf("x.conf"))).isEqualTo("/file");
    variables.put("CEPH_KEYRING", "/variable");
    assertThat(keyring(builder().conf("x.conf"))).isEqualTo("/variable");
    variables.put("CEPH_ARGS", "-k /args");
    assertThat(keyring(builder().conf("x.conf"))).isEqualTo("/args");
    assertThat(keyring(builder().conf("x.conf").option(CephOption.KEYRING, "/program")))
        .isEqualTo("/program");
  }

  @Test
  void takes_name_cluster_and_file_from_ceph_args_unless_the_program_says_otherwise()
      throws IOException {
    write("x.conf", "[global]\nkeyring = $cluster-$name\n");
    variables.put("CEPH_ARGS", "--id a --cluster site -c x.conf");

    assertThat(keyring(builder())).isEqualTo("site-client.a");
    assertThat(keyring(builder().name(EntityName.client("b")).cluster("other")))
        .isEqualTo("other-client.b");
    assertThat(keyring(builder().arguments(CephArguments.parse(List.of("-n", "osd.0")))))
        .isEqualTo("site-osd.0");
  }

  @Test
  void finds_the_file_in_the_usual_places() throws IOException {
    variables.put("HOME", directory.resolve("home").toString());
    assertThat(builder().load().file()).isEmpty();
    assertThat(builder().load().origin())
        .isEqualTo(
            "no configuration file, looked for /etc/ceph/ceph.conf, "
                + directory.resolve("home/.ceph/ceph.conf")
                + ", "
                + directory.resolve("ceph.conf"));

    Path here = write("ceph.conf", "");
    assertThat(builder().load().file()).contains(here);
    Path home = write("home/.ceph/ceph.conf", "");
    assertThat(builder().load().file()).contains(home);
    Path site = write("site.conf", "");
    assertThat(builder().cluster("site").load().file()).contains(site);
  }

  @Test
  void finds_the_file_that_ceph_conf_names_and_goes_without_it() throws IOException {
    variables.put("CEPH_CONF", "none.conf,$cluster-x.conf");
    assertThat(builder().load().file()).isEmpty();

    Path file = write("ceph-x.conf", "[global]\nkeyring = $cluster\n");
    assertThat(builder().load().file()).contains(file);
    assertThat(keyring(builder())).isEqualTo("ceph");
  }

  @Test
  void takes_the_first_file_of_a_list_and_its_name_for_the_clusters() throws IOException {
    Path file = write("site.conf", "[global]\nkeyring = /$cluster.keyring\n");

    CephConfig config = builder().conf("none.conf,site.conf").load();

    assertThat(config.file()).contains(file);
    assertThat(config.origin()).isEqualTo("configuration file " + file);
    assertThat(config.cluster()).isEqualTo("site");
    assertThat(keyring(builder().conf("site.conf"))).isEqualTo("/site.keyring");
    assertThat(keyring(builder().conf("site.conf").cluster("x"))).isEqualTo("/x.keyring");
    assertThat(builder().conf("/dev/null").load().cluster()).isEqualTo("ceph");
  }

  @Test
  void refuses_to_go_without_a_file_that_was_asked_for() {
    assertThatThrownBy(() -> builder().conf("none.conf").load())
        .isInstanceOfSatisfying(
            ConfException.class, e -> assertThat(e.errno()).isEqualTo(ConfException.ENOENT))
        .hasMessage("configuration file 'none.conf' does not exist");
  }

  @Test
  void replaces_metavariables() throws IOException {
    variables.put("HOME", "/home/me");
    write(
        "x.conf",
        """
        [global]
        host = web
        run dir = /run/$cluster
        log_file = ${run_dir}/$name.$pid
        keyring = $log_file:$type:$id:$host:$home:$unknown:$1:${x
        loop = a$loop
        ring = a$gnir
        gnir = b$ring
        """);

    CephConfig config = builder().conf("x.conf").load();

    assertThat(config.get(CephOption.KEYRING))
        .isEqualTo(
            "/run/x/client.admin."
                + ProcessHandle.current().pid()
                + ":client:admin:web:/home/me:$unknown:$1:${x");
    assertThat(config.get("loop")).contains("aa$loop");
    assertThat(config.get("ring")).contains("aba$gnir");
    assertThat(config.get("no such option")).isEmpty();
    assertThat(config.hostName()).isEqualTo("web");
    assertThat(builder().load().hostName()).isEqualTo("machine");
  }

  @Test
  void splits_lists_and_resolves_paths() {
    CephConfig config =
        builder()
            .option(CephOption.AUTH_CLIENT_REQUIRED, " cephx, none;gss")
            .option(CephOption.KEYRING, "/a, b;$name")
            .load();

    assertThat(config.list(CephOption.AUTH_CLIENT_REQUIRED))
        .containsExactly("cephx", "none", "gss");
    assertThat(config.paths(CephOption.KEYRING))
        .containsExactly(Path.of("/a"), directory.resolve("b"), directory.resolve("client.admin"));
    assertThat(builder().load().list(CephOption.MS_MON_CLIENT_MODE))
        .containsExactly("secure", "crc");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "3, 3000",
    ".5, 500",
    "2.5, 2500",
    "5m, 300000",
    "1m 5s, 65000",
    "2 min, 120000",
    "1h, 3600000",
    "1 day, 86400000",
    "1w, 604800000"
  })
  void reads_time_spans(String text, long millis) {
    assertThat(timeout(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-1", "5 parsecs", "5m x", "1e400", "99999999999999999999"})
  void refuses_what_is_no_time_span_and_says_what_is_set_where(String text) {
    assertThatThrownBy(() -> timeout(text))
        .isInstanceOf(ConfException.class)
        .hasMessageStartingWith("client_mount_timeout = '" + text + "' (no configuration file")
        .hasMessageEndingWith("expected a time span");
  }

  @Test
  void reads_numbers() {
    assertThat(hunted("1.5")).isEqualTo(1.5);
    for (String text : List.of("x", "-1", "NaN", "Infinity", "")) {
      assertThatThrownBy(() -> hunted(text))
          .isInstanceOf(ConfException.class)
          .hasMessageContaining("mon_client_hunt_parallel = '" + text + "'");
    }
  }

  @Test
  void takes_the_identity_of_zeros_for_none() {
    assertThat(fsid("00000000-0000-0000-0000-000000000000")).isEmpty();
    assertThat(fsid("")).isEmpty();
    assertThatThrownBy(() -> fsid("zz")).hasMessageContaining("fsid = 'zz'");
  }

  @Test
  void says_where_it_looked_for_monitors() {
    assertThatThrownBy(() -> builder().load().monHosts())
        .isInstanceOfSatisfying(
            ConfException.class, e -> assertThat(e.errno()).isEqualTo(ConfException.ENOENT))
        .hasMessageContaining("mon_host is not set (no configuration file, looked for /etc/ceph/")
        .hasMessageContaining("neither DNS SRV records nor [mon.ID] sections");
  }

  @Test
  void starts_with_this_process() {
    Environment system = Environment.system();

    assertThat(system.hostName()).isNotBlank().doesNotContain(".");
    assertThat(system.directory()).isAbsolute();
    assertThat(system.variables()).isEqualTo(System.getenv());
  }

  private Duration timeout(String text) {
    return builder()
        .option(CephOption.CLIENT_MOUNT_TIMEOUT, text)
        .load()
        .duration(CephOption.CLIENT_MOUNT_TIMEOUT);
  }

  private double hunted(String text) {
    return builder()
        .option(CephOption.MON_CLIENT_HUNT_PARALLEL, text)
        .load()
        .number(CephOption.MON_CLIENT_HUNT_PARALLEL);
  }

  private Optional<UUID> fsid(String text) {
    return builder().option(CephOption.FSID, text).load().fsid();
  }

  private static String keyring(CephConfig.Builder builder) {
    return builder.load().get(CephOption.KEYRING);
  }

  private CephConfig.Builder builder() {
    return CephConfig.builder().environment(new Environment(variables, directory, "machine"));
  }

  private Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
