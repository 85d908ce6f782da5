// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recordings that are there in both forms. */
@Tag("vectors")
class RecordingTest {
  @ParameterizedTest
  @ValueSource(strings = {"secure-lossless", "crc-lossless-peer-faults"})
  void a_capture_says_the_same_as_its_json(String name) throws Exception {
    List<RecordedConnection> json = read(name + ".json");
    List<RecordedConnection> capture = read(name + ".pcap");

    assertThat(capture)
        .extracting(RecordedConnection::server)
        .isEqualTo(json.stream().map(RecordedConnection::server).toList());
    for (int i = 0; i < json.size(); i++) {
      assertThat(capture.get(i).beginsMidStream()).isFalse();
      assertThat(bytes(capture.get(i))).isEqualTo(bytes(json.get(i))).isNotEmpty();
    }
  }

  private static List<RecordedConnection> read(String name) throws Exception {
    Path file = Path.of(RecordingTest.class.getResource("/recordings/" + name).toURI());
    return Recording.read(file).connections();
  }

  /** Ends of a connection are only in captures; without them, bytes join. */
  private static List<String> bytes(RecordedConnection connection) {
    ChunkList joined = new ChunkList();
    for (Chunk chunk : connection.chunks()) {
      if (chunk instanceof Chunk.Bytes bytes) {
        joined.bytes(bytes.sender(), bytes.bytes());
      } else {
        assertThat(chunk).isNotInstanceOf(Chunk.Gap.class);
      }
    }
    List<String> texts = new ArrayList<>();
    for (Chunk chunk : joined.toList()) {
      texts.add(chunk.sender() + " " + HexFormat.of().formatHex(((Chunk.Bytes) chunk).bytes()));
    }
    return texts;
  }
}
