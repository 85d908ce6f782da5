// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** Frames of msgr2.1-crc that no encoder writes, with checksums that are right. */
final class HandmadeFrames {
  private static final int BYTES = 32;
  private static final int CRC_AT = 28;
  private static final int FLAGS_AT = 26;
  private static final int SEGMENTS = 4;

  private HandmadeFrames() {}

  /**
   * Returns a preamble.
   *
   * @param count what it says of the number of segments
   * @param lengths of the first segments; the others are 0
   */
  static byte[] preamble(int tag, int count, int flags, long... lengths) {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) tag).put((byte) count);
    for (int i = 0; i < SEGMENTS; i++) {
      bytes.putInt((int) (i < lengths.length ? lengths[i] : 0)).putShort((short) 8);
    }
    bytes.put(FLAGS_AT, (byte) flags);
    bytes.putInt(CRC_AT, crcFromZero(bytes.array()));
    return bytes.array();
  }

  /** Returns a control frame. */
  static byte[] control(int tag, byte[] payload) {
    ByteBuffer frame =
        ByteBuffer.allocate(BYTES + payload.length + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    frame
        .put(preamble(tag, 1, 0, payload.length))
        .put(payload)
        .putInt(~jdk(payload, payload.length));
    return frame.array();
  }

  // Ceph's register starts with zero and is not inverted, the JDK's is the other way round; the
  // value for as many zero bytes takes the difference out.
  private static int crcFromZero(byte[] bytes) {
    return jdk(bytes, CRC_AT) ^ jdk(new byte[CRC_AT], CRC_AT);
  }

  private static int jdk(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
