// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/**
 * Where frames are decrypted into. Small ones that came together share a buffer: one for each would
 * cost as much as decrypting it.
 */
final class PlaintextBuffers {
  static final int SHARED_BYTES = 32 * 1024;

  // Those above have a buffer of their own.
  static final int SMALL_BYTES = 8 * 1024;

  private final ByteBufAllocator allocator;
  private ByteBuf current = Unpooled.EMPTY_BUFFER;

  PlaintextBuffers(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  /**
   * Returns a buffer over an array, to which the plaintext of a frame is to be appended. It holds
   * that of others already, and stays this object's: what is to be kept needs a reference of its
   * own.
   *
   * @param bytes how long the plaintext is
   * @param following how many bytes came together with this frame, after it
   */
  ByteBuf room(int bytes, int following) {
    if (current.writableBytes() < bytes) {
      release();
      boolean shared = bytes <= SMALL_BYTES;
      current = allocate(shared ? Math.min(bytes + following, SHARED_BYTES) : bytes);
    }
    return current;
  }

  /** Returns the frame whose plaintext was appended last. */
  RawFrame frame(Preamble preamble, boolean aborted, int[] starts) {
    RawFrame frame = new RawFrame(preamble, aborted, current, starts);
    if (!current.isWritable()) {
      release();
    }
    return frame;
  }

  /** Says that no frame follows that came together with the last one. */
  void release() {
    current.release();
    current = Unpooled.EMPTY_BUFFER;
  }

  private ByteBuf allocate(int bytes) {
    return bytes <= FrameLayout.INLINE
        // A single message without a payload, or a small control frame: nobody keeps it, and a
        // buffer of the allocator's costs more, since Netty watches over a sample of them.
        ? Unpooled.wrappedBuffer(new byte[bytes]).clear()
        : allocator.heapBuffer(bytes, bytes);
  }
}
