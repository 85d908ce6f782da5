// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two hosts with a cable between them, which is pulled: network namespaces, for which one has to be
 * root, and in which nobody else can reach the server.
 */
@Tag("slow")
class NamespacesTest {
  private static final String SERVER_ADDRESS = "10.211.7.1";
  private static final String CLIENT_ADDRESS = "10.211.7.2";
  private static final long LIMIT_SECONDS = 60;
  private static final int PULLS = 3;

  /** The hosts, and the cable. */
  private static final class Hosts implements AutoCloseable {
    private final String server = "msgr2-s" + ProcessHandle.current().pid();
    private final String client = "msgr2-c" + ProcessHandle.current().pid();

    void connect() throws Exception {
      run("ip", "netns", "add", server);
      run("ip", "netns", "add", client);
      run(
          "ip", "link", "add", "cable", "netns", server, "type", "veth", "peer", "name", "cable",
          "netns", client);
      for (String host : List.of(server, client)) {
        String address = host.equals(server) ? SERVER_ADDRESS : CLIENT_ADDRESS;
        run("ip", "-n", host, "addr", "add", address + "/24", "dev", "cable");
        run("ip", "-n", host, "link", "set", "lo", "up");
        cable(host, "up");
      }
    }

    void cable(String host, String state) throws Exception {
      run("ip", "-n", host, "link", "set", "cable", state);
    }

    Process start(String host, String... args) throws IOException {
      List<String> command =
          new ArrayList<>(
              List.of(
                  "ip",
                  "netns",
                  "exec",
                  host,
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  "io.msgr2.cli.Msgr2"));
      command.addAll(List.of(args));
      return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    @Override
    public void close() throws IOException {
      for (String host : List.of(server, client)) {
        run("ip", "netns", "del", host);
      }
    }

    private static void run(String... command) throws IOException {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.onExit().join().exitValue()).as("%s: %s", List.of(command), said).isZero();
    }
  }

  @Test
  void a_session_outlives_a_cable_that_is_pulled() throws Exception {
    assumeTrue(
        System.getProperty("user.name").equals("root") && Path.of("/usr/sbin/ip").toFile().exists(),
        "needs root and iproute2 for network namespaces");
    try (Hosts hosts = new Hosts()) {
      hosts.connect();
      Process echo =
          hosts.start(
              hosts.server,
              "echo",
              "--stop-with-stdin",
              "--bind",
              "v2:" + SERVER_ADDRESS + ":6800",
              "--policy",
              "lossless_peer",
              "--reply",
              "same");
      try (BufferedReader said = echo.inputReader(StandardCharsets.UTF_8)) {
        String listening = said.readLine();
        assertThat(listening).startsWith("listening ");
        Process load =
            hosts.start(
                hosts.client,
                "load",
                "--connect",
                listening.substring("listening ".length()),
                "--policy",
                "lossless_peer",
                "--reply",
                "same",
                "--cut-every",
                "100ms",
                "--seconds",
                "8",
                "--format",
                "json");
        for (int i = 0; i < PULLS && load.isAlive(); i++) {
          assertThat(load.waitFor(1_500, TimeUnit.MILLISECONDS)).isFalse();
          hosts.cable(hosts.server, "down");
          assertThat(load.waitFor(500, TimeUnit.MILLISECONDS)).isFalse();
          hosts.cable(hosts.server, "up");
        }
        JsonNode report = new ObjectMapper().readTree(load.getInputStream());
        assertThat(load.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(load.exitValue()).as(report.toString()).isZero();
        JsonNode survived = report.get("survived");
        assertThat(survived.get("resumptions").asLong()).as(report.toString()).isPositive();
        assertThat(survived.get("answers").asLong()).isGreaterThan(100);
        assertThat(survived.get("lost").asLong()).isZero();
        assertThat(survived.get("twice").asLong()).isZero();
      } finally {
        echo.destroy();
        echo.onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
      }
    }
  }
}
