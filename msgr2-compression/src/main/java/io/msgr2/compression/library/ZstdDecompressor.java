// SPDX-License-Identifier: Apache-2.0
package io.msgr2.compression.library;

import static io.msgr2.compression.DecompressionLimit.malformed;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.msgr2.compression.CompressionMethod;
import io.msgr2.compression.DecompressionLimit;
import io.msgr2.compression.SegmentDecompressor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** Reads the original length and the frame of zstd that must become so long. */
final class ZstdDecompressor implements SegmentDecompressor {
  private final ZstdDecompressCtx context = new ZstdDecompressCtx();

  @Override
  public ByteBuf decompress(ByteBuf segment, ByteBufAllocator allocator, DecompressionLimit limit) {
    if (segment.readableBytes() < Integer.BYTES) {
      throw malformed(CompressionMethod.ZSTD, "it does not say how long it was");
    }
    int length = limit.checked(segment.getUnsignedIntLE(segment.readerIndex()));
    HeapBytes in = HeapBytes.of(segment);
    ByteBuf out = allocator.heapBuffer(length, length);
    boolean whole = false;
    try {
      int written =
          context.decompressByteArray(
              out.array(),
              out.arrayOffset(),
              length,
              in.array(),
              in.offset() + Integer.BYTES,
              in.length() - Integer.BYTES);
      if (written != length) {
        throw malformed(CompressionMethod.ZSTD, written + " bytes of " + length);
      }
      whole = true;
      return out.writerIndex(length);
    } catch (ZstdException e) {
      throw malformed(CompressionMethod.ZSTD, e.getMessage());
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
