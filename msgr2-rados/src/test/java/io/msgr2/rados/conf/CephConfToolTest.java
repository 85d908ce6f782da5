// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares our reading of the configuration with that of Ceph's own {@code ceph-conf}. */
@Tag("interop")
class CephConfToolTest {
  private static final String CONF =
      """
      # a site's file

      [global] ; everyone
      mon host = v2:192.0.2.1:3300, 192.0.2.2   # two
      fsid=11111111-2222-3333-4444-555555555555
      keyring = /etc/${cluster}/$name.$id.$type.keyring
      host = web
      key = \\# a b\\ c \\\\ \\q  # not this
      run dir = /run/$cluster
      keyfile = $run_dir/$name.$nothing.$host
      auth_client_required = "cephx  " ; quoted
      auth   supported = 'none, cephx'
      ms mon client mode = crc \\
        secure
      client mount timeout = 2m
      ms_client_mode =
      [client]
      mon_host = a,b

      [client.b]
        mon_host = c;d
      [global]
      mon_client_hunt_parallel = 7
      mon_client_hunt_parallel = 5
      """;

  @TempDir private Path directory;
  private final Map<String, String> variables = new HashMap<>();

  @BeforeEach
  void needs_the_tool() {
    String path = System.getenv().getOrDefault("PATH", "");
    boolean found =
        Arrays.stream(path.split(File.pathSeparator))
            .anyMatch(entry -> Files.isExecutable(Path.of(entry, "ceph-conf")));
    Assumptions.assumeTrue(found, "ceph-conf is not installed");
    variables.put("PATH", path);
    variables.put("HOME", directory.resolve("home").toString());
  }

  @Test
  void agrees_about_every_option_for_several_entities() throws Exception {
    Files.writeString(directory.resolve("site.conf"), CONF);

    for (String name : List.of("client.admin", "client.b", "osd.1", "mon.")) {
      compare("-c", "site.conf", "-n", name);
    }
  }

  @Test
  void agrees_without_a_file() throws Exception {
    compare();
    compare("-c", "/dev/null");
    compare("--cluster", "x");
  }

  @Test
  void agrees_about_the_environment() throws Exception {
    Files.writeString(directory.resolve("site.conf"), CONF);
    Files.createDirectories(directory.resolve("home/.ceph"));
    Files.writeString(directory.resolve("home/.ceph/ceph.conf"), "[client]\nkey = home\n");

    compare();
    variables.put("CEPH_KEYRING", "/variable/$name");
    compare("-c", "site.conf");
    variables.put("CEPH_ARGS", "-c site.conf --id b -k /args -m x,y --ms-client_mode=crc");
    compare();
    compare("-n", "client.c", "--keyring", "/line", "-c", "/dev/null");
    variables.put("CEPH_ARGS", "--cluster other --mon-host  z --mon_client_hunt-parallel 9");
    variables.put("CEPH_CONF", "none.conf,site.conf");
    compare();
    compare("--cluster=third", "--user", "b");
  }

  private void compare(String... arguments) throws IOException, InterruptedException {
    CephConfig config =
        CephConfig.builder()
            .environment(new Environment(variables, directory, Environment.system().hostName()))
            .arguments(CephArguments.parse(List.of(arguments)))
            .load();
    for (CephOption option : CephOption.values()) {
      String ours = config.get(option);
      assertThat(canonical(option, ours))
          .as("%s with %s and %s", option, List.of(arguments), variables)
          .isEqualTo(ask(option, arguments));
    }
  }

  /** Returns our value the way the tool prints those of a type of their own. */
  private static String canonical(CephOption option, String value) {
    return switch (option) {
      case FSID -> value.isEmpty() ? "00000000-0000-0000-0000-000000000000" : value;
      case CLIENT_MOUNT_TIMEOUT, RADOS_MON_OP_TIMEOUT, RADOS_OSD_OP_TIMEOUT ->
          Long.toString(TimeSpan.parse(value).orElseThrow().toSeconds());
      case MON_CLIENT_HUNT_INTERVAL,
          MON_CLIENT_HUNT_INTERVAL_BACKOFF,
          MON_CLIENT_HUNT_INTERVAL_MIN_MULTIPLE,
          MON_CLIENT_HUNT_INTERVAL_MAX_MULTIPLE,
          MON_CLIENT_PING_INTERVAL,
          MON_CLIENT_PING_TIMEOUT ->
          "%.6f".formatted(Double.parseDouble(value));
      // The tool's own list ends with a comma.
      case KEYRING -> value.endsWith("/etc/ceph/keyring.bin") ? value + "," : value;
      default -> value;
    };
  }

  private String ask(CephOption option, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ceph-conf"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--show-config-value", option.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().putAll(variables);
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(String.join(" ", command)).isZero();
    return answer.stripTrailing();
  }
}
