// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.link;

import io.netty.buffer.PooledByteBufAllocator;

/**
 * What this process holds.
 *
 * @param heapBytes on the heap, after a garbage collection
 * @param bufferBytes in network buffers that are in use
 */
record Memory(long heapBytes, long bufferBytes) {
  static Memory now() {
    System.gc();
    Runtime jvm = Runtime.getRuntime();
    return new Memory(
        jvm.totalMemory() - jvm.freeMemory(), PooledByteBufAllocator.DEFAULT.pinnedDirectMemory());
  }
}
