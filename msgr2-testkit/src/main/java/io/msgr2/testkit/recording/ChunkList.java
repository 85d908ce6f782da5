// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.recording;

import io.msgr2.frame.Role;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Collects the chunks of a connection; neighbouring bytes of one sender become one chunk. */
final class ChunkList {
  private final List<Chunk> chunks = new ArrayList<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private Role sender = Role.CONNECTOR;

  void bytes(Role from, byte[] more) {
    if (from != sender) {
      closeBytes();
      sender = from;
    }
    bytes.writeBytes(more);
  }

  void add(Chunk chunk) {
    closeBytes();
    chunks.add(chunk);
  }

  List<Chunk> toList() {
    closeBytes();
    return List.copyOf(chunks);
  }

  private void closeBytes() {
    if (bytes.size() > 0) {
      chunks.add(new Chunk.Bytes(sender, bytes.toByteArray()));
      bytes.reset();
    }
  }
}
