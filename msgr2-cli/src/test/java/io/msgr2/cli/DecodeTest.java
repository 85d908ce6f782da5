// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("vectors")
class DecodeTest {
  private static final Path RECORDINGS =
      Path.of(System.getProperty("msgr2.root"), "msgr2-testkit/src/test/resources/recordings");

  @TempDir private Path directory;

  @Test
  void a_plain_recording_is_shown_frame_by_frame() {
    Cli.Run run = Cli.run("decode", recording("crc-lossy.json"));
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("HELLO", "CLIENT_IDENT", "SERVER_IDENT", "all bytes decoded");
  }

  @Test
  void the_connection_secret_opens_a_secure_recording() {
    String secret = HexFormat.of().formatHex(countingBytes());
    JsonNode connection =
        Cli.run(
                "decode",
                recording("secure-lossless.json"),
                "--connection-secret",
                secret,
                "--payloads",
                "--format",
                "json")
            .json()
            .get("connections")
            .get(0);
    assertThat(connection.get("mode").asText()).isEqualTo("secure");
    assertThat(connection.get("undecodedBytes").asInt()).isZero();
    var messages =
        StreamSupport.stream(connection.get("frames").spliterator(), false)
            .filter(frame -> frame.get("tag").asText().equals("MESSAGE"))
            .toList();
    assertThat(messages).hasSize(12);
    assertThat(messages.get(0).get("tid").asLong()).isEqualTo(1);
    assertThat(messages.get(0).get("data").asText()).hasSize(2 * 5000);
  }

  @Test
  void without_the_secret_it_says_what_it_could_not_decode() {
    Cli.Run run = Cli.run("decode", recording("secure-lossless.json"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("bytes not decoded");
  }

  @Test
  void a_keyring_opens_what_its_entity_said() {
    Cli.Run run =
        Cli.run(
            "decode",
            recording("cephx-secure-16.pcap"),
            "-k",
            recording("cephx-secure-16.keyring"),
            "--format",
            "json",
            "--payloads");
    JsonNode connections = run.json().get("connections");
    assertThat(connections).isNotEmpty();
    String everything = run.out();
    // What "rados put" wrote: 9,000 times the letter x.
    assertThat(everything).contains("78".repeat(9000));
  }

  @Test
  void a_file_that_is_no_recording_is_named() throws Exception {
    Path file = Files.writeString(directory.resolve("notes.txt"), "nothing of the kind");
    Cli.Run run = Cli.run("decode", file.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("notes.txt");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void files_that_are_missing_are_named_for_what_they_are() {
    String missing = directory.resolve("missing").toString();
    Cli.Run withoutRecording = Cli.run("decode", missing);
    assertThat(withoutRecording.exitCode()).isEqualTo(1);
    assertThat(withoutRecording.err())
        .isEqualTo("msgr2 decode: there is no recording " + missing + "\n");
    Cli.Run withoutKeyring = Cli.run("decode", recording("crc-lossy.json"), "-k", missing);
    assertThat(withoutKeyring.exitCode()).isEqualTo(1);
    assertThat(withoutKeyring.err())
        .isEqualTo("msgr2 decode: there is no keyring " + missing + "\n");
  }

  @Test
  void a_short_secret_is_wrong_usage() {
    Cli.Run run = Cli.run("decode", recording("crc-lossy.json"), "--connection-secret", "0011");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--connection-secret takes at least 40 bytes");
  }

  private static String recording(String name) {
    return RECORDINGS.resolve(name).toString();
  }

  private static byte[] countingBytes() {
    byte[] bytes = new byte[64];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }
}
