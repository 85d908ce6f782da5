// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.recording;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Shows chunks as text. */
final class Chunks {
  private Chunks() {}

  static List<String> text(RecordedConnection connection) {
    return connection.chunks().stream().map(Chunks::text).toList();
  }

  private static String text(Chunk chunk) {
    if (chunk instanceof Chunk.Bytes bytes) {
      return chunk.sender() + ": " + new String(bytes.bytes(), StandardCharsets.US_ASCII);
    } else if (chunk instanceof Chunk.Gap gap) {
      return chunk.sender() + ": " + gap.length() + " missing";
    } else if (chunk instanceof Chunk.Finished) {
      return chunk.sender() + ": FIN";
    } else {
      return chunk.sender() + ": RST";
    }
  }
}
