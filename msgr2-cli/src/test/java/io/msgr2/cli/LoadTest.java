// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoadTest {
  private static final String SECRET = "5a".repeat(64);

  @Test
  void reports_what_was_measured_under_fixed_names() throws IOException {
    try (RunningEcho echo = new RunningEcho()) {
      JsonNode report = right(echo, "--count", "100", "--size", "1000").json();
      assertThat(report.fieldNames())
          .toIterable()
          .containsExactly(
              "connectSeconds",
              "runSeconds",
              "requests",
              "requestsPerSecond",
              "megabytesPerSecond",
              "latencyMicros",
              "errors",
              "reconnects",
              "resets");
      assertThat(report.get("latencyMicros").fieldNames())
          .toIterable()
          .containsExactly("p50", "p99", "p999", "max");
      assertThat(report.get("requests").asLong()).isEqualTo(100);
      assertThat(report.get("errors").asLong()).isZero();
      double perSecond = report.get("requestsPerSecond").asDouble();
      assertThat(perSecond * report.get("runSeconds").asDouble()).isBetween(99.999, 100.001);
      assertThat(report.get("megabytesPerSecond").asDouble())
          .isCloseTo(perSecond * 1000 / 1e6, within(1e-6));
      assertThat(report.get("latencyMicros").get("max").asLong())
          .isGreaterThanOrEqualTo(report.get("latencyMicros").get("p50").asLong())
          .isPositive();
      assertThat(echo.stop()).isZero();
    }
  }

  @Test
  void uses_sockets_as_it_is_told() throws IOException {
    try (RunningEcho echo = new RunningEcho("--transport", "nio")) {
      JsonNode report = right(echo, "--count", "100", "--transport", "nio").json();
      assertThat(report.get("requests").asLong()).isEqualTo(100);
      Cli.Run wrong = Cli.run("load", "--connect", echo.address(), "--transport", "kqueue");
      assertThat(wrong.exitCode()).isEqualTo(2);
      assertThat(wrong.err()).contains("--transport").contains("kqueue");
    }
  }

  @Test
  void prints_words_for_people() throws IOException {
    try (RunningEcho echo = new RunningEcho()) {
      Cli.Run run = Cli.run("load", "--connect", echo.address(), "--count", "10");
      assertThat(run.exitCode()).isZero();
      assertThat(run.err()).isEmpty();
      assertThat(run.out()).contains("\nrequests              10\n", "\n  p999  ");
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 5", "3, 2", "10, 4", "100, 7"})
  void counts_requests_over_all_connections(int count, int connections) throws IOException {
    try (RunningEcho echo = new RunningEcho()) {
      String connectionsText = Integer.toString(connections);
      String countText = Integer.toString(count);
      Cli.Run run =
          right(echo, "--count", countText, "--connections", connectionsText, "--depth", "3");
      assertThat(run.json().get("requests").asInt()).isEqualTo(count);
    }
  }

  @Test
  void runs_for_as_long_as_it_is_told_to() throws IOException {
    try (RunningEcho echo = new RunningEcho()) {
      JsonNode report = right(echo, "--seconds", "0.3", "--warmup", "0.1", "--depth", "8").json();
      assertThat(report.get("runSeconds").asDouble()).isBetween(0.3, 5.0);
      assertThat(report.get("requests").asLong()).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_536, 3_000_000})
  void checks_data_that_comes_back(int size) throws IOException {
    try (RunningEcho echo = new RunningEcho("--reply", "same")) {
      right(
          echo,
          "--count",
          "5",
          "--depth",
          "2",
          "--size",
          Integer.toString(size),
          "--reply",
          "same");
    }
  }

  @ParameterizedTest
  @CsvSource({"empty, same, 0, 64", "same, empty, 64, 0"})
  void notices_that_the_other_end_answers_otherwise(
      String expected, String other, int expectedBytes, int otherBytes) throws IOException {
    try (RunningEcho echo = new RunningEcho("--reply", other)) {
      Cli.Run run = load(echo.address(), "--count", "5", "--reply", expected);
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.json().get("requests").asInt()).isEqualTo(5);
      assertThat(run.json().get("errors").asInt()).isEqualTo(5);
      assertThat(run.err())
          .contains(
              "osd at v2:127.0.0.1:",
              "answer to request 1: expected "
                  + expectedBytes
                  + " bytes of data, got "
                  + otherBytes
                  + ", as with --reply "
                  + other);
    }
  }

  @Test
  void encrypts_with_a_key_that_both_ends_have(@TempDir Path directory) throws IOException {
    String keyring = keyring(directory, "mon.");
    try (RunningEcho echo =
        new RunningEcho("--auth", "cephx", "--keyring", keyring, "--modes", "secure")) {
      right(echo, "--auth", "cephx", "-k", keyring, "--modes", "secure,crc", "--count", "20");
      assertThat(echo.err()).isEmpty();
    }
  }

  @Test
  void says_who_was_refused_and_why(@TempDir Path directory) throws IOException {
    String keyring = keyring(directory, "mon.");
    try (RunningEcho echo =
        new RunningEcho("--auth", "cephx", "--keyring", keyring, "--modes", "secure")) {
      Cli.Run run = load(echo.address(), "--count", "1");
      assertThat(run.exitCode()).isNotZero().isNotEqualTo(1);
      assertThat(run.out()).isEmpty();
      assertThat(run.err())
          .startsWith("msgr2 load: client.4000: connection to osd at v2:127.0.0.1:")
          .contains("AUTHENTICATION");
      assertThat(run.err().lines()).hasSize(1);
    }
  }

  @Test
  void needs_the_key_under_its_name(@TempDir Path directory) throws IOException {
    String keyring = keyring(directory, "client.admin");
    Cli.Run run = load("v2:127.0.0.1:1", "--count", "1", "--auth", "cephx", "-k", keyring);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains(keyring, "has no key in an entry [mon.]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[mon.\n", "[mon.]\nkey = nonsense\n"})
  void names_a_keyring_that_is_none(String text, @TempDir Path directory) throws IOException {
    String keyring = Files.writeString(directory.resolve("keyring"), text).toString();
    Cli.Run run = load("v2:127.0.0.1:1", "--count", "1", "--auth", "cephx", "-k", keyring);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("msgr2 load: keyring " + keyring + ": ")
        .doesNotContain("key =");
    assertThat(run.err().lines()).hasSize(1);
  }

  @Test
  void names_a_keyring_that_is_missing(@TempDir Path directory) {
    String keyring = directory.resolve("none").toString();
    Cli.Run run = load("v2:127.0.0.1:1", "--count", "1", "--auth", "cephx", "-k", keyring);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("there is no keyring " + keyring);
  }

  @Test
  void warns_loudly_when_the_connection_secret_is_given_away() throws IOException {
    try (RunningEcho echo = new RunningEcho("--modes", "secure", "--connection-secret", SECRET)) {
      Cli.Run run =
          load(echo.address(), "--count", "5", "--modes", "secure", "--connection-secret", SECRET);
      assertThat(run.exitCode()).isZero();
      assertThat(run.err()).contains("WARNING", "NO SECRECY").doesNotContain(SECRET);
      assertThat(echo.err()).contains("WARNING", "NO SECRECY").doesNotContain(SECRET);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"snappy", "zlib", "zstd", "lz4"})
  void compresses_where_both_ends_want_it(String method) throws IOException {
    try (RunningEcho echo = new RunningEcho("--compress", "lz4,zlib,snappy,zstd")) {
      right(echo, "--count", "20", "--size", "5000", "--compress", method);
      assertThat(echo.err()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--compress lz4", "--compress zstd,lz4 --compress-min-size 0"})
  void says_so_when_the_other_end_does_not_compress(String server) throws IOException {
    String[] options = server.isEmpty() ? new String[0] : server.split(" ", -1);
    try (RunningEcho echo = new RunningEcho(options)) {
      Cli.Run run = load(echo.address(), "--count", "20", "--size", "5000", "--compress", "zstd");
      assertThat(run.exitCode()).isZero();
      assertThat(run.err().contains("the other end did not agree to compress"))
          .isEqualTo(!server.contains("zstd"));
    }
  }

  @Test
  void compresses_encrypted_frames_only_when_told_to(@TempDir Path directory) throws IOException {
    String[] secure = {
      "--auth", "cephx", "-k", keyring(directory, "mon."), "--modes", "secure", "--compress", "lz4"
    };
    List<String> allowed = new ArrayList<>(List.of(secure));
    allowed.add("--compress-secure");
    allowed.addAll(List.of("--count", "20", "--size", "5000"));
    List<String> refused = new ArrayList<>(List.of(secure));
    refused.addAll(List.of("--count", "20"));
    try (RunningEcho echo =
        new RunningEcho(allowed.subList(0, secure.length + 1).toArray(String[]::new))) {
      right(echo, allowed.toArray(String[]::new));
      assertThat(load(echo.address(), refused.toArray(String[]::new)).err())
          .contains("did not agree to compress");
    }
  }

  private static Cli.Run right(RunningEcho echo, String... options) {
    Cli.Run run = load(echo.address(), options);
    assertThat(run.err()).isEmpty();
    assertThat(run.json().get("errors").asInt()).isZero();
    assertThat(run.exitCode()).isZero();
    return run;
  }

  private static Cli.Run load(String address, String... options) {
    List<String> args = new ArrayList<>(List.of("load", "--format", "json", "--connect", address));
    args.addAll(List.of(options));
    return Cli.run(args.toArray(String[]::new));
  }

  private static String keyring(Path directory, String entity) throws IOException {
    String text = "[" + entity + "]\nkey = AQABAAAAAgAAABAAAAECAwQFBgcICQoLDA0ODw==\n";
    return Files.writeString(directory.resolve("keyring"), text).toString();
  }
}
