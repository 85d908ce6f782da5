// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.netty.buffer.ByteBuf;
import java.util.zip.CRC32C;

/**
 * Ceph's two uses of CRC-32C. Ceph works on the bare register, the JDK on the standard form that
 * starts from all ones and inverts the result; what converts one into the other is constant for a
 * given start value and length.
 */
final class Crc {
  // The JDK's value for as many zero bytes as a preamble has before its checksum: it takes the
  // effect of starting from all ones instead of zero out again.
  private static final int PREAMBLE_FROM_ZERO = 0xF7C9C769;

  // Up to this length a copy costs less than a view, which is garbage afterwards.
  private static final int SMALL_BYTES = 1024;

  private final CRC32C crc = new CRC32C();
  private final byte[] small = new byte[SMALL_BYTES];

  /** Returns the checksum of a segment: the register starts with all ones. */
  int ofSegment(ByteBuf buffer, int index, int length) {
    begin();
    update(buffer, index, length);
    return ofUpdated();
  }

  /** Begins a segment whose bytes come little by little. */
  void begin() {
    crc.reset();
  }

  /** Adds bytes, which may be none, to the segment that was begun. */
  void update(ByteBuf buffer, int index, int length) {
    if (length == 0) {
      return;
    }
    if (buffer.hasArray()) {
      crc.update(buffer.array(), buffer.arrayOffset() + index, length);
    } else if (length <= SMALL_BYTES) {
      buffer.getBytes(index, small, 0, length);
      crc.update(small, 0, length);
    } else {
      // Views of our own: the buffer's internal one is shared with everyone who sends the buffer.
      for (var part : buffer.nioBuffers(index, length)) {
        crc.update(part);
      }
    }
  }

  /** Returns the checksum of the segment whose bytes were given to {@link #update}. */
  int ofUpdated() {
    return ~(int) crc.getValue();
  }

  /** Returns the checksum of a preamble's first 28 bytes: the register starts with zero. */
  int ofPreamble(byte[] bytes) {
    begin();
    crc.update(bytes, 0, Preamble.CRC_AT);
    return (int) crc.getValue() ^ PREAMBLE_FROM_ZERO;
  }
}
