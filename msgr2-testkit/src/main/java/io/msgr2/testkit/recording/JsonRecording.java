// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.recording;

import io.msgr2.frame.Role;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Recordings as JSON: a list of connections, each an object with the {@code server}'s address and
 * its {@code chunks}, each a pair of the direction ({@code toServer}, {@code toClient}) and the
 * bytes in hexadecimal. Other members are ignored.
 */
final class JsonRecording {
  private JsonRecording() {}

  static Recording parse(byte[] content) throws RecordingFormatException {
    Object root = Json.parse(new String(content, StandardCharsets.UTF_8));
    List<RecordedConnection> connections = new ArrayList<>();
    for (Object element : list(root, "a list of connections")) {
      connections.add(connection(element));
    }
    return new Recording(connections, List.of());
  }

  private static RecordedConnection connection(Object element) throws RecordingFormatException {
    if (!(element instanceof Map<?, ?> members)) {
      throw wrong("a connection as an object", element);
    }
    ChunkList chunks = new ChunkList();
    for (Object chunk : list(members.get("chunks"), "a list of chunks")) {
      List<?> pair = list(chunk, "a chunk as a pair");
      if (pair.size() != 2) {
        throw wrong("a chunk as a pair", chunk);
      }
      chunks.bytes(sender(text(pair.get(0))), hex(text(pair.get(1))));
    }
    Optional<String> client =
        members.get("client") instanceof String text ? Optional.of(text) : Optional.empty();
    return new RecordedConnection(client, text(members.get("server")), false, chunks.toList());
  }

  private static Role sender(String direction) throws RecordingFormatException {
    return switch (direction) {
      case "toServer" -> Role.CONNECTOR;
      case "toClient" -> Role.ACCEPTOR;
      default -> throw wrong("toServer or toClient", direction);
    };
  }

  private static byte[] hex(String text) throws RecordingFormatException {
    try {
      return HexFormat.of().parseHex(text);
    } catch (IllegalArgumentException e) {
      throw wrong("bytes in hexadecimal", text);
    }
  }

  private static List<?> list(Object value, String expected) throws RecordingFormatException {
    if (value instanceof List<?> list) {
      return list;
    }
    throw wrong(expected, value);
  }

  private static String text(Object value) throws RecordingFormatException {
    if (value instanceof String text) {
      return text;
    }
    throw wrong("a text", value);
  }

  private static RecordingFormatException wrong(String expected, Object got) {
    String shown = String.valueOf(got);
    return new RecordingFormatException(
        "no recording: expected "
            + expected
            + ", got "
            + (shown.length() > 40 ? shown.substring(0, 40) + "..." : shown));
  }
}
