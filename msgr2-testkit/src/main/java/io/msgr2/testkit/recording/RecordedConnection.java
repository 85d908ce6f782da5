// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.recording;

import java.util.List;
import java.util.Optional;

/**
 * A TCP connection as far as it was recorded.
 *
 * @param client the dialling end as {@code host:port}, where known
 * @param server the accepting end as {@code host:port}
 * @param beginsMidStream whether the connection was there before the recording began; which end is
 *     the client is a guess then
 * @param chunks what was sent, in the order seen; neighbouring chunks of bytes have different
 *     senders
 */
public record RecordedConnection(
    Optional<String> client, String server, boolean beginsMidStream, List<Chunk> chunks) {
  public RecordedConnection {
    chunks = List.copyOf(chunks);
  }

  @Override
  public String toString() {
    return client.map(c -> c + " -> ").orElse("-> ") + server;
  }
}
