// SPDX-License-Identifier: Apache-2.0
package io.msgr2.compression;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads a byte that says who compressed, which does not matter, and raw deflate: one stream, or
 * several as accelerators write them (docs/protocol-notes.md, Compression).
 */
final class ZlibDecompressor implements SegmentDecompressor {
  private static final int MARKER_BYTES = 1;
  private static final int EXPECTED_RATIO = 4;
  private static final int MIN_ALLOCATION_BYTES = 256;

  private final Inflater inflater = new Inflater(true);

  @Override
  public ByteBuf decompress(ByteBuf segment, ByteBufAllocator allocator, DecompressionLimit limit) {
    ByteBuffer in = segment.nioBuffer();
    in.position(MARKER_BYTES);
    // One byte more than is allowed tells whether there is one.
    int most = limit.bytes() == Integer.MAX_VALUE ? limit.bytes() : limit.bytes() + 1;
    long expected = Math.max(MIN_ALLOCATION_BYTES, (long) EXPECTED_RATIO * in.remaining());
    ByteBuf out = allocator.heapBuffer((int) Math.min(most, expected), most);
    boolean whole = false;
    try {
      inflate(in, out, limit);
      whole = true;
      return out;
    } catch (DataFormatException e) {
      throw DecompressionLimit.malformed(CompressionMethod.ZLIB, e.getMessage());
    } finally {
      if (!whole) {
        out.release();
      }
    }
  }

  @Override
  public void release() {
    inflater.end();
  }

  private void inflate(ByteBuffer in, ByteBuf out, DecompressionLimit limit)
      throws DataFormatException {
    do {
      inflater.reset();
      inflater.setInput(in);
      while (!inflater.finished()) {
        if (!out.isWritable()) {
          out.capacity((int) Math.min(out.maxCapacity(), 2L * out.capacity()));
        }
        int written = inflater.inflate(out.nioBuffer(out.writerIndex(), out.writableBytes()));
        out.writerIndex(out.writerIndex() + written);
        if (out.readableBytes() > limit.bytes()) {
          throw limit.exceeded();
        }
        if (written == 0 && !inflater.finished()) {
          throw DecompressionLimit.malformed(CompressionMethod.ZLIB, "its end is missing");
        }
      }
    } while (in.hasRemaining());
  }
}
