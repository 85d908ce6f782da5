// SPDX-License-Identifier: Apache-2.0
package io.msgr2.compression.library;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/**
 * Bytes as the libraries take them.
 *
 * @param array is not to be written to
 */
record HeapBytes(byte[] array, int offset, int length) {
  /** Returns a buffer's readable bytes, copied only where they are in native memory. */
  static HeapBytes of(ByteBuf buffer) {
    int length = buffer.readableBytes();
    return buffer.hasArray()
        ? new HeapBytes(buffer.array(), buffer.arrayOffset() + buffer.readerIndex(), length)
        : new HeapBytes(ByteBufUtil.getBytes(buffer), 0, length);
  }
}
