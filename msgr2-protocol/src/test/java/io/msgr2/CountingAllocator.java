// SPDX-License-Identifier: Apache-2.0
package io.msgr2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;

/**
 * Remembers every buffer it gave out, so that a test can tell how much memory an input made the
 * code under test ask for, and that all of it was given back.
 */
public final class CountingAllocator extends AbstractByteBufAllocator {
  // A leak is found here, and by name; Netty's detector would only make it slower.
  private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true, true);
  private final List<ByteBuf> buffers = new ArrayList<>();
  private int largestBytes;

  /** Returns how many buffers were asked for. */
  public int allocations() {
    return buffers.size();
  }

  /** Returns the length of the largest buffer that was asked for. */
  public int largestBytes() {
    return largestBytes;
  }

  /** Returns how much memory is held by buffers that were not released. */
  public long heldBytes() {
    return memory.metric().usedHeapMemory() + memory.metric().usedDirectMemory();
  }

  /** Expects every buffer to have been released exactly as often as it has to be. */
  public void expectNothingHeld() {
    assertThat(buffers.stream().filter(buffer -> buffer.refCnt() != 0)).as("held").isEmpty();
    assertThat(heldBytes()).as("bytes held").isZero();
  }

  @Override
  protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
    return counted(memory.heapBuffer(initialCapacity, maxCapacity), initialCapacity);
  }

  @Override
  protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
    return counted(memory.directBuffer(initialCapacity, maxCapacity), initialCapacity);
  }

  @Override
  public boolean isDirectBufferPooled() {
    return false;
  }

  private ByteBuf counted(ByteBuf buffer, int bytes) {
    buffers.add(buffer);
    largestBytes = Math.max(largestBytes, bytes);
    return buffer;
  }
}
