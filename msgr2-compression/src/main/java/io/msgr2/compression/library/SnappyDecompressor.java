// SPDX-License-Identifier: Apache-2.0
package io.msgr2.compression.library;

import static io.msgr2.compression.DecompressionLimit.malformed;

import io.msgr2.compression.CompressionMethod;
import io.msgr2.compression.DecompressionLimit;
import io.msgr2.compression.SegmentDecompressor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import org.xerial.snappy.Snappy;

/** Reads one raw block, which begins with its original length. */
final class SnappyDecompressor implements SegmentDecompressor {
  private static final int LENGTH_BITS = 32;
  private static final int GROUP_BITS = 7;
  private static final int GROUP_MASK = 0x7f;

  @Override
  public ByteBuf decompress(ByteBuf segment, ByteBufAllocator allocator, DecompressionLimit limit) {
    int length = limit.checked(announced(segment));
    HeapBytes in = HeapBytes.of(segment);
    ByteBuf out = allocator.heapBuffer(length, length);
    boolean whole = false;
    try {
      int written =
          Snappy.uncompress(in.array(), in.offset(), in.length(), out.array(), out.arrayOffset());
      if (written != length) {
        throw malformed(CompressionMethod.SNAPPY, written + " bytes of " + length);
      }
      whole = true;
      return out.writerIndex(length);
    } catch (IOException e) {
      throw malformed(CompressionMethod.SNAPPY, e.getMessage());
    } finally {
      if (!whole) {
        out.release();
      }
    }
  }

  @Override
  public void release() {}

  /** Returns the length: groups of seven bits, the lowest first, each but the last marked. */
  private static long announced(ByteBuf segment) {
    long length = 0;
    for (int i = 0; i < segment.readableBytes() && i * GROUP_BITS < LENGTH_BITS; i++) {
      int group = segment.getUnsignedByte(segment.readerIndex() + i);
      length |= (long) (group & GROUP_MASK) << i * GROUP_BITS;
      if (group <= GROUP_MASK) {
        return length;
      }
    }
    throw malformed(CompressionMethod.SNAPPY, "it does not say how long it was");
  }
}
