// SPDX-License-Identifier: Apache-2.0
package io.msgr2.compression.library;

import static io.msgr2.compression.DecompressionLimit.malformed;

import io.msgr2.compression.CompressionMethod;
import io.msgr2.compression.DecompressionLimit;
import io.msgr2.compression.SegmentDecompressor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/**
 * Reads a table of blocks, and the blocks, each of which may refer to what came before it:
 *
 * <pre>
 *  +-----------+----------------------------------------+---------------------+
 *  | count u32 | count x (original u32, compressed u32) | blocks back to back |
 *  +-----------+----------------------------------------+---------------------+
 * </pre>
 */
final class Lz4Decompressor implements SegmentDecompressor {
  private static final int ENTRY_BYTES = 2 * Integer.BYTES;

  private final LZ4SafeDecompressor decompressor = LZ4Factory.fastestInstance().safeDecompressor();

  /** Returns the length of a table. */
  static int headerBytes(int blocks) {
    return Integer.BYTES + blocks * ENTRY_BYTES;
  }

  @Override
  public ByteBuf decompress(ByteBuf segment, ByteBufAllocator allocator, DecompressionLimit limit) {
    int blocks = blocks(segment);
    int length = limit.checked(sum(segment, blocks, 0));
    if (sum(segment, blocks, Integer.BYTES) != segment.readableBytes() - headerBytes(blocks)) {
      throw malformed(CompressionMethod.LZ4, "its blocks do not fill it");
    }
    HeapBytes in = HeapBytes.of(segment);
    ByteBuf out = allocator.heapBuffer(length, length);
    boolean whole = false;
    try {
      if (blocks == 1) {
        decompressOne(in, out, length);
      } else {
        decompressChain(segment, blocks, in, out);
      }
      whole = true;
      return out.writerIndex(length);
    } catch (LZ4Exception e) {
      throw malformed(CompressionMethod.LZ4, e.getMessage());
    } finally {
      if (!whole) {
        out.release();
      }
    }
  }

  @Override
  public void release() {}

  private void decompressOne(HeapBytes in, ByteBuf out, int length) {
    int header = headerBytes(1);
    int written =
        decompressor.decompress(
            in.array(),
            in.offset() + header,
            in.length() - header,
            out.array(),
            out.arrayOffset(),
            length);
    if (written != length) {
      throw malformed(CompressionMethod.LZ4, written + " bytes of " + length);
    }
  }

  private static void decompressChain(ByteBuf segment, int blocks, HeapBytes in, ByteBuf out) {
    var chain =
        new Lz4Chain(in.array(), in.offset() + headerBytes(blocks), out.array(), out.arrayOffset());
    for (int i = 0; i < blocks; i++) {
      chain.decompress((int) entry(segment, i, Integer.BYTES), (int) entry(segment, i, 0));
    }
  }

  private static int blocks(ByteBuf segment) {
    long blocks =
        segment.readableBytes() < Integer.BYTES
            ? 0
            : segment.getUnsignedIntLE(segment.readerIndex());
    if (blocks == 0 || blocks > (segment.readableBytes() - Integer.BYTES) / ENTRY_BYTES) {
      throw malformed(CompressionMethod.LZ4, "its table is cut or empty");
    }
    return (int) blocks;
  }

  private static long sum(ByteBuf segment, int blocks, int field) {
    long sum = 0;
    for (int i = 0; i < blocks; i++) {
      sum += entry(segment, i, field);
    }
    return sum;
  }

  private static long entry(ByteBuf segment, int block, int field) {
    return segment.getUnsignedIntLE(segment.readerIndex() + headerBytes(block) + field);
  }
}
