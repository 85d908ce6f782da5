// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.msgr2.codec.Violation;
import io.msgr2.compression.DecompressionLimit;
import io.msgr2.compression.RatioLimit;
import io.msgr2.compression.SegmentDecompressor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** Decompresses frames, each within what is left of two limits: of its length, and of its ratio. */
final class FrameDecompressor {
  private final SegmentDecompressor decompressor;
  private final RatioLimit ratioLimit;
  private final ByteBufAllocator allocator;

  FrameDecompressor(
      SegmentDecompressor decompressor, RatioLimit ratioLimit, ByteBufAllocator allocator) {
    this.decompressor = decompressor;
    this.ratioLimit = ratioLimit;
    this.allocator = allocator;
  }

  /**
   * Decompresses the segments of a frame.
   *
   * @param frame stays the caller's, who releases it also if this fails
   * @param preamble the frame's
   * @param limitBytes how long the segments may be together
   */
  void decompress(RawFrame frame, Preamble preamble, int limitBytes) {
    long lengthLeft = limitBytes;
    long ratioLeft = ratioLimit.bytes(preamble.bytes());
    for (int i = 0; i < preamble.count(); i++) {
      ByteBuf segment = frame.segment(i);
      if (segment.isReadable()) {
        ByteBuf plain = decompressor.decompress(segment, allocator, limit(lengthLeft, ratioLeft));
        frame.replace(i, plain);
        lengthLeft -= plain.readableBytes();
        ratioLeft -= plain.readableBytes();
      }
    }
  }

  void release() {
    decompressor.release();
  }

  private static DecompressionLimit limit(long lengthLeft, long ratioLeft) {
    return ratioLeft < lengthLeft
        ? new DecompressionLimit((int) ratioLeft, Violation.COMPRESSION_RATIO)
        : new DecompressionLimit((int) lengthLeft, Violation.DECOMPRESSED_TOO_LARGE);
  }
}
