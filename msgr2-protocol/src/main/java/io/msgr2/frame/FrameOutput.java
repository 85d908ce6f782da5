// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * Bytes on their way to the wire, in order. Small pieces are gathered in chunks, so that a batch of
 * small frames leaves as one buffer; large payloads are passed through without a copy. The end of a
 * large frame that is encrypted is made when it is polled, or when something comes after it.
 *
 * <p>Not safe for use by several threads. The output owns what is in it until {@link #poll} hands
 * it over.
 */
public final class FrameOutput {
  private static final int CHUNK = 32 * 1024;

  // Below this, copying costs less than another element in a gathering write.
  private static final int COPY_LIMIT = 8 * 1024;

  private final ByteBufAllocator allocator;
  private final ArrayDeque<ByteBuf> ready = new ArrayDeque<>();
  private ByteBuf tail;
  private long readyBytes;
  // Comes after all the others.
  private Optional<UnsealedRest> rest = Optional.empty();

  /**
   * @param allocator where chunks come from
   */
  public FrameOutput(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  /** Returns whether there is nothing to send. */
  public boolean isEmpty() {
    return ready.isEmpty() && tail == null && rest.isEmpty();
  }

  /** Returns how many bytes are waiting. */
  public long bytes() {
    return readyBytes
        + (tail == null ? 0 : tail.readableBytes())
        + (rest.isPresent() ? rest.get().bytes() : 0);
  }

  /**
   * Returns whether all that is left is the rest of a frame that {@link #poll} still has to make.
   * It is made fastest if what was polled before has been transmitted and released by then.
   */
  public boolean isMidFrame() {
    return rest.isPresent() && ready.isEmpty() && tail == null;
  }

  /** Returns the next buffer, which is the caller's from now on, or null when there is none. */
  public ByteBuf poll() {
    if (ready.isEmpty()) {
      closeTail();
    }
    ByteBuf next = ready.poll();
    if (next != null) {
      readyBytes -= next.readableBytes();
      return next;
    }
    return rest.isPresent() ? nextOfRest() : null;
  }

  /**
   * Begins a new buffer with the next byte.
   *
   * @return how many buffers are waiting
   */
  public int seal() {
    makeRest();
    closeTail();
    return ready.size();
  }

  /** Drops what is waiting. */
  public void release() {
    Optional<UnsealedRest> last = rest;
    rest = Optional.empty();
    for (ByteBuf buffer = poll(); buffer != null; buffer = poll()) {
      buffer.release();
    }
    last.ifPresent(UnsealedRest::release);
  }

  /** Appends a copy of the bytes. */
  public void write(byte[] bytes) {
    direct(bytes.length).writeBytes(bytes);
  }

  /** Returns a buffer in native memory to append at least so many bytes to; stays the output's. */
  ByteBuf direct(int bytes) {
    makeRest();
    if (tail == null || tail.writableBytes() < bytes) {
      closeTail();
      tail = allocator.directBuffer(Math.max(CHUNK, bytes));
    }
    return tail;
  }

  /** Appends a buffer's readable bytes; the buffer stays the caller's and is not moved. */
  void payload(ByteBuf payload) {
    int length = payload.readableBytes();
    if (length <= COPY_LIMIT) {
      direct(length).writeBytes(payload, payload.readerIndex(), length);
      return;
    }
    makeRest();
    add(payload.retainedSlice());
  }

  /** Appends the end of a frame that was begun; it is the output's from now on. */
  void append(UnsealedRest newRest) {
    rest = Optional.of(newRest);
  }

  /** Makes what has to come before anything that is appended now. */
  private void makeRest() {
    while (rest.isPresent()) {
      add(nextOfRest());
    }
  }

  private ByteBuf nextOfRest() {
    UnsealedRest current = rest.orElseThrow();
    ByteBuf piece = current.next(allocator);
    if (current.bytes() == 0) {
      rest = Optional.empty();
    }
    return piece;
  }

  private void add(ByteBuf buffer) {
    closeTail();
    ready.add(buffer);
    readyBytes += buffer.readableBytes();
  }

  private void closeTail() {
    if (tail != null) {
      readyBytes += tail.readableBytes();
      ready.add(tail);
      tail = null;
    }
  }
}
