// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.message;

import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;

/** Fields that several messages have in common. */
final class Fields {
  private static final int FSID_BYTES = 16;

  /**
   * What messages for a service of the monitors begin with; monitors do not look at it any more.
   */
  private static final int PAXOS_BYTES = 18;

  private static final int NO_MONITOR = 0xffff;

  private Fields() {}

  /** Reads a cluster's identity, 16 raw bytes. */
  static UUID fsid(WireReader reader) {
    ByteBuffer bytes = ByteBuffer.wrap(reader.bytes(FSID_BYTES));
    return new UUID(bytes.getLong(), bytes.getLong());
  }

  static void fsid(WireWriter writer, UUID fsid) {
    writer.bytes(
        ByteBuffer.allocate(FSID_BYTES)
            .putLong(fsid.getMostSignificantBits())
            .putLong(fsid.getLeastSignificantBits())
            .array());
  }

  /** Reads version, monitor and monitor's transaction id of the part for Paxos. */
  static void skipPaxos(WireReader reader) {
    reader.bytes(PAXOS_BYTES);
  }

  static void paxos(WireWriter writer) {
    writer.u64(0).u16(NO_MONITOR).u64(0);
  }

  static List<String> strings(WireReader reader) {
    return reader.list(WireReader::string);
  }

  static void strings(WireWriter writer, List<String> strings) {
    writer.list(strings, WireWriter::string);
  }

  /** Returns how long strings are together. */
  static int characters(List<String> strings) {
    return strings.stream().mapToInt(String::length).sum();
  }
}
