// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.msgr2.compression.CompressionException;
import io.msgr2.compression.RatioLimit;
import io.msgr2.compression.SegmentCompressor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/**
 * Compresses whole frames: every segment that is not empty, or none (docs/protocol-notes.md,
 * Compression).
 */
final class FrameCompressor {
  private final SegmentCompressor compressor;
  private final int minimumBytes;
  private final RatioLimit ratioLimit;
  private final ByteBufAllocator allocator;
  private final ByteBuf[] compressed = new ByteBuf[Preamble.MAX_SEGMENTS];

  FrameCompressor(
      SegmentCompressor compressor,
      int minimumBytes,
      RatioLimit ratioLimit,
      ByteBufAllocator allocator) {
    this.compressor = compressor;
    this.minimumBytes = minimumBytes;
    this.ratioLimit = ratioLimit;
    this.allocator = allocator;
    Arrays.fill(compressed, Unpooled.EMPTY_BUFFER);
  }

  /**
   * Compresses the segments of a frame.
   *
   * @param segments four buffers, which stay the caller's and are not moved
   * @return whether that was done; {@link #segments} has them then, until {@link #clear}
   */
  boolean compress(ByteBuf[] segments) {
    long bytes = length(segments);
    if (bytes == 0 || bytes < minimumBytes) {
      return false;
    }
    try {
      for (int i = 0; i < segments.length; i++) {
        if (segments[i].isReadable()) {
          compressed[i] = compressor.compress(segments[i], allocator);
        }
      }
      // A receiver with this side's limit would take it for an attack.
      if (bytes <= ratioLimit.bytes(length(compressed))) {
        return true;
      }
    } catch (CompressionException e) {
      // The frame is sent as it is.
    }
    clear();
    return false;
  }

  /** Returns the four compressed segments, which stay this compressor's. */
  ByteBuf[] segments() {
    return compressed;
  }

  /** Releases the compressed segments. */
  void clear() {
    for (int i = 0; i < compressed.length; i++) {
      compressed[i].release();
      compressed[i] = Unpooled.EMPTY_BUFFER;
    }
  }

  void release() {
    compressor.release();
  }

  private static long length(ByteBuf[] segments) {
    long bytes = 0;
    for (ByteBuf segment : segments) {
      bytes += segment.readableBytes();
    }
    return bytes;
  }
}
