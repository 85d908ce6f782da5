// SPDX-License-Identifier: Apache-2.0
package io.msgr2.compression;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** Compresses the segments that are sent on one connection. Not safe for use by several threads. */
public interface SegmentCompressor {
  /**
   * Compresses a segment, whether it gets shorter or not.
   *
   * @param segment its readable bytes, at least one; stays the caller's and is not moved
   * @return the compressed bytes, which are the caller's
   * @throws CompressionException when that is not possible
   */
  ByteBuf compress(ByteBuf segment, ByteBufAllocator allocator);

  /** Drops what is held; to be called once, after which nothing else may be. */
  void release();
}
