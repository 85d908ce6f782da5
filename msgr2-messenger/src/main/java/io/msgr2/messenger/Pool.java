// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;

/** Where messengers that are not told otherwise take their buffers from. */
final class Pool {
  private static final int PAGE = 8 * 1024;

  // Chunks of 16 MiB: objects of Ceph have 4 MiB, and what does not fit into a chunk is not pooled.
  private static final int ORDER = 11;

  static final ByteBufAllocator SHARED =
      new PooledByteBufAllocator(
          true,
          PooledByteBufAllocator.defaultNumHeapArena(),
          PooledByteBufAllocator.defaultNumDirectArena(),
          PAGE,
          ORDER,
          PooledByteBufAllocator.defaultSmallCacheSize(),
          PooledByteBufAllocator.defaultNormalCacheSize(),
          PooledByteBufAllocator.defaultUseCacheForAllThreads());

  private Pool() {}
}
