// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The 32 bytes that every frame begins with (msgr2 spec, Frame format):
 *
 * <pre>
 *  0      1        2                      8       14       20       26      27         28
 *  +------+--------+----------------------+--------+--------+-------+----------+--------+
 *  | tag  | count  | length u32, align u16|  ...   |  ...   | flags | reserved |  crc   |
 *  +------+--------+----------------------+--------+--------+-------+----------+--------+
 * </pre>
 *
 * <p>A flyweight: the decoder and the encoder of a connection each fill one again for every frame.
 * It reads and writes an array of its own, since each access to a buffer is a call that may go to
 * several classes.
 */
final class Preamble {
  static final int BYTES = 32;
  static final int CRC_AT = 28;
  static final int MAX_SEGMENTS = 4;

  private static final int COMPRESSED = 1;

  private static final int DESCRIPTORS_AT = 2;
  private static final int DESCRIPTOR_BYTES = 6;
  private static final int FLAGS_AT = 26;

  private final byte[] bytes = new byte[BYTES];
  private final ByteBuffer fields = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  private final int[] lengths = new int[MAX_SEGMENTS];
  private final int[] alignments = new int[MAX_SEGMENTS];
  private Tag tag;
  private int count;
  private int flags;

  Tag tag() {
    return tag;
  }

  /** Returns the number of segments, from 1 to 4. */
  int count() {
    return count;
  }

  int length(int segment) {
    return lengths[segment];
  }

  /** Returns the length of the segments together. */
  long bytes() {
    return (long) lengths[0] + lengths[1] + lengths[2] + lengths[3];
  }

  /** Returns the length of a message's payloads: of the segments after the first one. */
  long payloadBytes() {
    return bytes() - lengths[0];
  }

  /** Returns the alignments of all segments, 16 bits each, the first one's lowest. */
  long alignments() {
    long all = 0;
    for (int i = MAX_SEGMENTS - 1; i >= 0; i--) {
      all = all << Short.SIZE | alignments[i];
    }
    return all;
  }

  /** Returns whether the segments are compressed. */
  boolean compressed() {
    return (flags & COMPRESSED) != 0;
  }

  /** Describes a frame that is to be sent; trailing empty segments are left out. */
  void describe(Tag newTag, ByteBuf[] segments, int[] newAlignments) {
    tag = newTag;
    flags = 0;
    count = 1;
    for (int i = 0; i < MAX_SEGMENTS; i++) {
      lengths[i] = segments[i].readableBytes();
      if (lengths[i] > 0) {
        count = i + 1;
      }
    }
    for (int i = 0; i < MAX_SEGMENTS; i++) {
      alignments[i] = i < count ? newAlignments[i] : 0;
    }
  }

  /** Says that the segments described are compressed. */
  void markCompressed() {
    flags |= COMPRESSED;
  }

  /** Returns the 32 bytes; the array stays the preamble's. */
  byte[] encode(Crc crc) {
    fields.put(0, (byte) tag.wire()).put(1, (byte) count);
    for (int i = 0; i < MAX_SEGMENTS; i++) {
      int at = DESCRIPTORS_AT + i * DESCRIPTOR_BYTES;
      fields.putInt(at, lengths[i]).putShort(at + Integer.BYTES, (short) alignments[i]);
    }
    fields.put(FLAGS_AT, (byte) flags).put(FLAGS_AT + 1, (byte) 0);
    fields.putInt(CRC_AT, crc.ofPreamble(bytes));
    return bytes;
  }

  /**
   * Reads the 32 bytes at the given index and checks all that can be checked before the segments
   * are there.
   *
   * @param limitBytes how long the segments may be together
   * @throws ProtocolException when the frame cannot be received
   */
  void read(ByteBuf in, int at, Crc crc, int limitBytes) {
    in.getBytes(at, bytes);
    int sent = fields.getInt(CRC_AT);
    int computed = crc.ofPreamble(bytes);
    if (sent != computed) {
      throw new ProtocolException(
          Violation.PREAMBLE_CRC,
          String.format("preamble carries checksum %08x, its bytes have %08x", sent, computed));
    }
    int tagByte = Byte.toUnsignedInt(bytes[0]);
    tag = Tag.ofWire(tagByte);
    if (tag == null) {
      throw new ProtocolException(Violation.TAG_UNKNOWN, "tag " + tagByte + " is not defined");
    }
    count = Byte.toUnsignedInt(bytes[1]);
    if (count < 1 || count > MAX_SEGMENTS) {
      throw new ProtocolException(
          Violation.SEGMENT_COUNT, tag + " with " + count + " segments, 1 to 4 are possible");
    }
    flags = Byte.toUnsignedInt(bytes[FLAGS_AT]);
    readDescriptors(limitBytes);
  }

  private void readDescriptors(int limitBytes) {
    long total = 0;
    for (int i = 0; i < MAX_SEGMENTS; i++) {
      if (i >= count) {
        lengths[i] = 0;
        alignments[i] = 0;
        continue;
      }
      int at = DESCRIPTORS_AT + i * DESCRIPTOR_BYTES;
      long length = Integer.toUnsignedLong(fields.getInt(at));
      int alignment = Short.toUnsignedInt(fields.getShort(at + Integer.BYTES));
      total += length;
      if (total > limitBytes) {
        throw new ProtocolException(
            Violation.SEGMENT_TOO_LARGE,
            tag + " announces " + total + " bytes or more, the limit is " + limitBytes);
      }
      if (alignment > 8 && Integer.bitCount(alignment) != 1) {
        throw new ProtocolException(
            Violation.SEGMENT_ALIGNMENT, tag + " aligns segment " + i + " to " + alignment);
      }
      lengths[i] = (int) length;
      alignments[i] = alignment;
    }
    if (count > 1 && lengths[count - 1] == 0) {
      throw new ProtocolException(
          Violation.SEGMENT_LAST_EMPTY, tag + " has " + count + " segments, the last one empty");
    }
  }
}
