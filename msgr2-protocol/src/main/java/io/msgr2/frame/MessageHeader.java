// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.netty.buffer.ByteBuf;

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

  /** Appends the 41 bytes. */
  void write(ByteBuf out) {
    write(seq, ackSeq, out);
  }

  /** Appends the 41 bytes, with other sequence numbers. */
  void write(long newSeq, long newAckSeq, ByteBuf out) {
    out.writeLongLE(newSeq)
        .writeLongLE(tid)
        .writeShortLE(type)
        .writeShortLE(priority)
        .writeShortLE(version)
        .writeIntLE(0) // data_pre_padding_len: always 0
        .writeShortLE(dataOff)
        .writeLongLE(newAckSeq)
        .writeByte(flags)
        .writeShortLE(compatVersion)
        .writeShortLE(0);
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
