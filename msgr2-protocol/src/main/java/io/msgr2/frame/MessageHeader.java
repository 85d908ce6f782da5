// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/**
 * The first segment of a MESSAGE frame, Ceph's {@code ceph_msg_header2} (msgr2 spec, Message
 * exchange): 41 bytes.
 *
 * @param seq the message's number in its session
 * @param tid matches answers to requests
 * @param type the kind of message
 * @param priority from 0 to 255; higher goes first
 * @param version the version of the payload's encoding
 * @param compatVersion the oldest version that can read it
 * @param dataOff low bits of the offset that the data will be written at; a hint
 * @param ackSeq the last number that the sender has received in this session
 * @param flags footer flags of the older messenger; receivers do not look at them
 */
public record MessageHeader(
    long seq,
    long tid,
    int type,
    int priority,
    int version,
    int compatVersion,
    int dataOff,
    long ackSeq,
    int flags) {
  /** The length on the wire. */
  public static final int BYTES = 41;

  /** What real senders put in {@link #flags}: complete, and without checksums of its own. */
  public static final int FLAGS = 3;

  /**
   * Puts the 41 bytes at the beginning of a buffer, with other sequence numbers.
   *
   * @param out of little endian order
   */
  void write(long newSeq, long newAckSeq, ByteBuffer out) {
    out.putLong(0, newSeq)
        .putLong(8, tid)
        .putShort(16, (short) type)
        .putShort(18, (short) priority)
        .putShort(20, (short) version)
        .putInt(22, 0) // data_pre_padding_len: always 0
        .putShort(26, (short) dataOff)
        .putLong(28, newAckSeq)
        .put(36, (byte) flags)
        .putShort(37, (short) compatVersion)
        .putShort(39, (short) 0);
  }

  /**
   * Reads the header of a MESSAGE frame.
   *
   * @param frame stays the caller's
   * @throws ProtocolException when its first segment is none
   */
  public static MessageHeader read(RawFrame frame) {
    return read(frame.first(), frame.firstAt(), frame.firstLength());
  }

  static MessageHeader read(ByteBuf in, int at, int length) {
    if (length != BYTES) {
      throw new ProtocolException(
          Violation.SEGMENT_LAYOUT, "message header of " + length + " bytes, expected " + BYTES);
    }
    return new MessageHeader(
        in.getLongLE(at),
        in.getLongLE(at + 8),
        in.getUnsignedShortLE(at + 16),
        in.getUnsignedShortLE(at + 18),
        in.getUnsignedShortLE(at + 20),
        in.getUnsignedShortLE(at + 37),
        in.getUnsignedShortLE(at + 26),
        in.getLongLE(at + 28),
        in.getUnsignedByte(at + 36));
  }
}
