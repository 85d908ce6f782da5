// SPDX-License-Identifier: Apache-2.0
package io.msgr2.compression.library;

import io.msgr2.compression.CompressionException;
import io.msgr2.compression.SegmentCompressor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import org.xerial.snappy.Snappy;

/** Writes one raw block, without the framing of snappy files. */
final class SnappyCompressor implements SegmentCompressor {
  @Override
  public ByteBuf compress(ByteBuf segment, ByteBufAllocator allocator) {
    HeapBytes in = HeapBytes.of(segment);
    ByteBuf out = allocator.heapBuffer(Snappy.maxCompressedLength(in.length()));
    boolean whole = false;
    try {
      int length =
          Snappy.compress(in.array(), in.offset(), in.length(), out.array(), out.arrayOffset());
      whole = true;
      return out.writerIndex(length);
    } catch (IOException e) {
      throw new CompressionException("snappy cannot compress " + in.length() + " bytes", e);
    } finally {
      if (!whole) {
        out.release();
      }
    }
  }

  @Override
  public void release() {}
}
