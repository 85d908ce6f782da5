// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.recording;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The newer capture format (draft-ietf-opsawg-pcapng): blocks of a type, a length, a body, and the
 * length again. Sections may differ in byte order; each has interfaces of its own. Of the blocks,
 * those that hold interfaces and packets are read.
 */
final class PcapngFile {
  private static final int SECTION_HEADER = 0x0a0d0d0a;
  private static final int INTERFACE_DESCRIPTION = 1;
  private static final int OLD_PACKET = 2;
  private static final int SIMPLE_PACKET = 3;
  private static final int ENHANCED_PACKET = 6;

  private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
  private static final int BODY_AT = 8;
  private static final int MIN_BLOCK_BYTES = 12;

  private final ByteBuffer in;
  private final List<CapturedPackets.Packet> packets = new ArrayList<>();
  private final List<Interface> interfaces = new ArrayList<>();

  private record Interface(int linkType, long snapLength) {}

  private PcapngFile(byte[] content) {
    in = ByteBuffer.wrap(content);
  }

  static boolean matches(byte[] content) {
    return content.length >= MIN_BLOCK_BYTES
        && ByteBuffer.wrap(content).getInt(0) == SECTION_HEADER;
  }

  static CapturedPackets read(byte[] content) throws RecordingFormatException {
    PcapngFile file = new PcapngFile(content);
    return new CapturedPackets(
        file.packets, file.readBlocks() ? List.of() : List.of(CapturedPackets.CUT));
  }

  /** Returns whether the file ends with a block. */
  private boolean readBlocks() throws RecordingFormatException {
    int at = 0;
    while (at < in.limit()) {
      if (in.limit() - at < MIN_BLOCK_BYTES) {
        return false;
      }
      if (in.getInt(at) == SECTION_HEADER) {
        beginSection(at);
      }
      int length = in.getInt(at + Integer.BYTES);
      if (length < MIN_BLOCK_BYTES) {
        throw new RecordingFormatException(
            "pcapng block at byte " + at + " claims a length of " + length);
      }
      if (length > in.limit() - at) {
        return false;
      }
      ByteBuffer body = in.slice(at + BODY_AT, length - MIN_BLOCK_BYTES).order(in.order());
      if (!readBlock(in.getInt(at), body)) {
        return false;
      }
      at += length;
    }
    return true;
  }

  private void beginSection(int at) throws RecordingFormatException {
    in.order(ByteOrder.LITTLE_ENDIAN);
    if (in.getInt(at + BODY_AT) != BYTE_ORDER_MAGIC) {
      in.order(ByteOrder.BIG_ENDIAN);
      if (in.getInt(at + BODY_AT) != BYTE_ORDER_MAGIC) {
        throw new RecordingFormatException("pcapng section at byte " + at + " has no byte order");
      }
    }
    interfaces.clear();
  }

  private boolean readBlock(int type, ByteBuffer body) {
    return switch (type) {
      case INTERFACE_DESCRIPTION -> {
        if (body.limit() < 8) {
          yield false;
        }
        interfaces.add(
            new Interface(
                Short.toUnsignedInt(body.getShort(0)), Integer.toUnsignedLong(body.getInt(4))));
        yield true;
      }
      case ENHANCED_PACKET ->
          body.limit() >= 20 && packet(body.getInt(0), body, 20, body.getInt(12));
      case OLD_PACKET ->
          body.limit() >= 20
              && packet(Short.toUnsignedInt(body.getShort(0)), body, 20, body.getInt(12));
      case SIMPLE_PACKET -> body.limit() >= 4 && packet(0, body, 4, simpleLength(body));
      default -> true;
    };
  }

  /** A simple packet block knows only the original length. */
  private int simpleLength(ByteBuffer body) {
    long original = Integer.toUnsignedLong(body.getInt(0));
    long snapLength = interfaces.isEmpty() ? 0 : interfaces.get(0).snapLength();
    long captured = snapLength == 0 ? original : Math.min(original, snapLength);
    return (int) Math.min(captured, Integer.MAX_VALUE);
  }

  private boolean packet(int interfaceIndex, ByteBuffer body, int at, int length) {
    if (interfaceIndex < 0
        || interfaceIndex >= interfaces.size()
        || length < 0
        || length > body.limit() - at) {
      return false;
    }
    packets.add(
        new CapturedPackets.Packet(
            interfaces.get(interfaceIndex).linkType(), body.slice(at, length)));
    return true;
  }
}
