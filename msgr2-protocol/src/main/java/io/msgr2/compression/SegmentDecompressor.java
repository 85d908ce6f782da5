// SPDX-License-Identifier: Apache-2.0
package io.msgr2.compression;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Decompresses the segments that are received on one connection. Not safe for use by several
 * threads.
 */
public interface SegmentDecompressor {
  /**
   * Decompresses a segment. Never allocates more than the limit and a little: a length that the
   * segment announces is checked first, and one that it does not is checked on the way.
   *
   * @param segment its readable bytes, at least one; stays the caller's and is not moved
   * @return the original bytes, which are the caller's
   * @throws io.msgr2.codec.ProtocolException when the bytes are not what the method makes, with
   *     {@link io.msgr2.codec.Violation#COMPRESSED_MALFORMED}, or the limit's when they would
   *     exceed it
   */
  ByteBuf decompress(ByteBuf segment, ByteBufAllocator allocator, DecompressionLimit limit);

  /** Drops what is held; to be called once, after which nothing else may be. */
  void release();
}
