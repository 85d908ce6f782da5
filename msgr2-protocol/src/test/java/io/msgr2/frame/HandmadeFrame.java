// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A frame put together field by field, as a peer could that follows the rules or breaks any of
 * them. Shares no code with what it is to test; {@link HandmadeSender} turns it into bytes.
 */
final class HandmadeFrame {
  static final int MAX_SEGMENTS = 4;

  private static final int PREAMBLE_BYTES = 32;
  private static final int CRC_AT = 28;
  private static final int[] CRC_OF_BYTE = crcOfBytes();

  private final int[] lengths = new int[MAX_SEGMENTS];
  private final int[] alignments = new int[MAX_SEGMENTS];
  private final int[] segmentCrcError = new int[MAX_SEGMENTS];
  private final byte[][] segments;
  private int tag;
  private int count;
  private int flags;
  private int reserved;
  private int preambleCrcError;
  private int late = -1;

  private HandmadeFrame(int tag, byte[][] segments) {
    this.tag = tag;
    this.segments = segments;
    this.count = segments.length;
    for (int i = 0; i < count; i++) {
      lengths[i] = segments[i].length;
      alignments[i] = i == 3 ? 4096 : 8;
    }
  }

  /** Returns a well-formed frame; the last of several segments must not be empty. */
  static HandmadeFrame of(Tag tag, byte[]... segments) {
    return new HandmadeFrame(tag.wire(), segments);
  }

  HandmadeFrame tag(int newTag) {
    tag = newTag;
    return this;
  }

  /** Announces another number of segments than there are. */
  HandmadeFrame count(int newCount) {
    count = newCount;
    return this;
  }

  /** Announces another length than the segment has. */
  HandmadeFrame length(int segment, long length) {
    lengths[segment] = (int) length;
    return this;
  }

  HandmadeFrame alignment(int segment, int alignment) {
    alignments[segment] = alignment;
    return this;
  }

  HandmadeFrame flags(int newFlags) {
    flags = newFlags;
    return this;
  }

  HandmadeFrame reserved(int newReserved) {
    reserved = newReserved;
    return this;
  }

  /** Sets the first byte of the epilogue, if the frame has one. */
  HandmadeFrame late(int newLate) {
    late = newLate;
    return this;
  }

  HandmadeFrame wrongPreambleCrc() {
    preambleCrcError = 1;
    return this;
  }

  HandmadeFrame wrongSegmentCrc(int segment) {
    segmentCrcError[segment] = 1 << 31;
    return this;
  }

  int count() {
    return count;
  }

  byte[] segment(int index) {
    return segments[index];
  }

  int segments() {
    return segments.length;
  }

  int segmentCrc(int index) {
    return index < segments.length ? crc(-1, segments[index]) ^ segmentCrcError[index] : 0;
  }

  int late(Revision revision) {
    return late >= 0 ? late : revision == Revision.V2_0 ? 0 : 0x0e;
  }

  byte[] preamble() {
    byte[] bytes = new byte[PREAMBLE_BYTES];
    ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) tag).put((byte) count);
    for (int i = 0; i < MAX_SEGMENTS; i++) {
      out.putInt(lengths[i]).putShort((short) alignments[i]);
    }
    out.put((byte) flags).put((byte) reserved);
    out.putInt(crc(0, bytes, CRC_AT) ^ preambleCrcError);
    return bytes;
  }

  /** CRC-32C as Ceph uses it: a register that is shifted, with no inversion. */
  static int crc(int register, byte[] bytes) {
    return crc(register, bytes, bytes.length);
  }

  private static int crc(int register, byte[] bytes, int length) {
    int crc = register;
    for (int i = 0; i < length; i++) {
      crc = crc >>> Byte.SIZE ^ CRC_OF_BYTE[(crc ^ bytes[i]) & 0xff];
    }
    return crc;
  }

  private static int[] crcOfBytes() {
    int[] table = new int[256];
    for (int i = 0; i < table.length; i++) {
      table[i] = i;
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        table[i] = table[i] >>> 1 ^ 0x82f63b78 & -(table[i] & 1);
      }
    }
    return table;
  }
}
