// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.raw;

import io.netty.buffer.ByteBuf;
import java.util.zip.CRC32C;

/**
 * Frames of the lengths that msgr2.1-crc gives a request and its empty answer: what bare Netty has
 * to move to do the same work. A frame begins with the length of its data and ends with a CRC32C of
 * all its bytes before, so that both ends look at each byte once, as a messenger in crc mode has
 * to.
 */
final class RawFrame {
  /** Preamble, message header and its checksum. */
  static final int HEAD_BYTES = 32 + 41 + 4;

  /** Late status and three checksums. */
  static final int EPILOGUE_BYTES = 13;

  static final int CHECKSUM_BYTES = Integer.BYTES;

  private RawFrame() {}

  /** Returns the length of a frame; one without data has one segment, and so no epilogue. */
  static int bytes(int dataBytes) {
    return HEAD_BYTES + (dataBytes == 0 ? 0 : dataBytes + EPILOGUE_BYTES);
  }

  /** Returns the length of the frame that begins at the reader index. */
  static int bytesOf(ByteBuf in) {
    return bytes(in.getInt(in.readerIndex()));
  }

  /**
   * Reads the checksum at the reader index and throws unless it is the given one, which is reset.
   */
  static void verify(ByteBuf in, CRC32C crc) {
    int expected = (int) crc.getValue();
    int got = in.readInt();
    crc.reset();
    if (got != expected) {
      throw new IllegalStateException("expected checksum " + expected + ", got " + got);
    }
  }
}
