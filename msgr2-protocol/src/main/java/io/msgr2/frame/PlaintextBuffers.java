// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/**
 * Where frames are decrypted into. Small ones that came together share a buffer: one for each would
 * cost half as much as decrypting it.
 */
final class PlaintextBuffers {
  static final int SHARED_BYTES = 32 * 1024;

  // Those above have a buffer of their own.
  static final int SMALL_BYTES = 8 * 1024;

  private final ByteBufAllocator allocator;
  private ByteBuf current = Unpooled.EMPTY_BUFFER;
  // The buffer's own, asked for once: buffers are of many classes, so each call of them costs.
  private byte[] array = current.array();
  private int arrayOffset;
  private int capacity;
  private int index;

  PlaintextBuffers(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  /**
   * Makes room for the plaintext of a frame.
   *
   * @param bytes how long it is
   * @param following how many bytes came together with this frame, after it
   */
  void makeRoom(int bytes, int following) {
    if (capacity - index < bytes) {
      release();
      boolean shared = bytes <= SMALL_BYTES;
      use(allocate(shared ? Math.min(bytes + following, SHARED_BYTES) : bytes));
    }
  }

  /** Returns where in the buffer the next plaintext goes. */
  int index() {
    return index;
  }

  /** Appends a part of an array. */
  void append(byte[] from, int at, int length) {
    System.arraycopy(from, at, array, arrayOffset + index, length);
    index += length;
  }

  /**
   * Appends the plaintext of what ends the operation that was begun.
   *
   * @param in stays the caller's and is not moved
   * @param length of ciphertext and tag together
   */
  void append(FrameOpener opener, ByteBuf in, int at, int length) {
    index += opener.finish(in, at, length, array, arrayOffset + index);
  }

  /** Returns a byte, counted from the end. */
  int fromEnd(int bytes) {
    return Byte.toUnsignedInt(array[arrayOffset + index - bytes]);
  }

  /**
   * Returns the frame whose plaintext was appended last.
   *
   * @param starts where in the buffer its segments begin
   */
  RawFrame frame(Preamble preamble, boolean aborted, int[] starts) {
    RawFrame frame = new RawFrame(preamble, aborted, current, starts);
    if (index == capacity) {
      release();
    }
    return frame;
  }

  /** Says that no frame follows that came together with the last one. */
  void release() {
    current.release();
    use(Unpooled.EMPTY_BUFFER);
  }

  private void use(ByteBuf buffer) {
    current = buffer;
    array = buffer.array();
    arrayOffset = buffer.arrayOffset();
    capacity = buffer.capacity();
    index = 0;
  }

  private ByteBuf allocate(int bytes) {
    return bytes <= FrameLayout.INLINE
        // A single message without a payload, or a small control frame: nobody keeps it, and a
        // buffer of the allocator's costs more, since Netty watches over a sample of them.
        ? Unpooled.wrappedBuffer(new byte[bytes])
        : allocator.heapBuffer(bytes, bytes);
  }
}
