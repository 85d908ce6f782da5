// SPDX-License-Identifier: Apache-2.0
package io.msgr2.compression;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.zip.Deflater;

/** Writes a zero byte, which says zlib, and raw deflate (docs/protocol-notes.md, Compression). */
final class ZlibCompressor implements SegmentCompressor {
  /** Ceph's {@code compressor_zlib_level}. */
  private static final int LEVEL = 5;

  private static final int MARKER = 0;
  private static final int HEADROOM_BYTES = 64;
  private static final int STORED_BLOCK_SHIFT = 10;

  private final Deflater deflater = new Deflater(LEVEL, true);

  @Override
  public ByteBuf compress(ByteBuf segment, ByteBufAllocator allocator) {
    int length = segment.readableBytes();
    ByteBuf out = allocator.heapBuffer(length + (length >> STORED_BLOCK_SHIFT) + HEADROOM_BYTES);
    out.writeByte(MARKER);
    deflater.reset();
    deflater.setInput(segment.nioBuffer());
    deflater.finish();
    while (!deflater.finished()) {
      out.ensureWritable(HEADROOM_BYTES);
      int written = deflater.deflate(out.nioBuffer(out.writerIndex(), out.writableBytes()));
      out.writerIndex(out.writerIndex() + written);
    }
    return out;
  }

  @Override
  public void release() {
    deflater.end();
  }
}
