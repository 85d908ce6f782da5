// SPDX-License-Identifier: Apache-2.0
package io.msgr2.compression.library;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;
import io.msgr2.compression.CompressionException;
import io.msgr2.compression.SegmentCompressor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** Writes the original length and one frame of zstd. */
final class ZstdCompressor implements SegmentCompressor {
  /** Ceph's {@code compressor_zstd_level}. */
  private static final int LEVEL = 1;

  private final ZstdCompressCtx context = new ZstdCompressCtx().setLevel(LEVEL);

  @Override
  public ByteBuf compress(ByteBuf segment, ByteBufAllocator allocator) {
    HeapBytes in = HeapBytes.of(segment);
    int bound = (int) Zstd.compressBound(in.length());
    ByteBuf out = allocator.heapBuffer(Integer.BYTES + bound);
    out.writeIntLE(in.length());
    boolean whole = false;
    try {
      int at = out.arrayOffset() + out.writerIndex();
      int length =
          context.compressByteArray(out.array(), at, bound, in.array(), in.offset(), in.length());
      whole = true;
      return out.writerIndex(Integer.BYTES + length);
    } catch (ZstdException e) {
      throw new CompressionException("zstd cannot compress " + in.length() + " bytes", e);
    } finally {
      if (!whole) {
        out.release();
      }
    }
  }

  @Override
  public void release() {
    context.close();
  }
}
