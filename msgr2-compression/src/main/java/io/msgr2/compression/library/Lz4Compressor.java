// SPDX-License-Identifier: Apache-2.0
package io.msgr2.compression.library;

import io.msgr2.compression.CompressionException;
import io.msgr2.compression.SegmentCompressor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;

/** Writes a table of one block, and the block. */
final class Lz4Compressor implements SegmentCompressor {
  private static final int BLOCKS = 1;

  private final LZ4Compressor compressor = LZ4Factory.fastestInstance().fastCompressor();

  @Override
  public ByteBuf compress(ByteBuf segment, ByteBufAllocator allocator) {
    HeapBytes in = HeapBytes.of(segment);
    int bound = compressor.maxCompressedLength(in.length());
    int header = Lz4Decompressor.headerBytes(BLOCKS);
    ByteBuf out = allocator.heapBuffer(header + bound);
    boolean whole = false;
    try {
      int length =
          compressor.compress(
              in.array(), in.offset(), in.length(), out.array(), out.arrayOffset() + header, bound);
      whole = true;
      out.writeIntLE(BLOCKS).writeIntLE(in.length()).writeIntLE(length);
      return out.writerIndex(header + length);
    } catch (LZ4Exception e) {
      throw new CompressionException("lz4 cannot compress " + in.length() + " bytes", e);
    } finally {
      if (!whole) {
        out.release();
      }
    }
  }

  @Override
  public void release() {}
}
