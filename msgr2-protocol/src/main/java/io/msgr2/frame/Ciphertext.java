// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;

/**
 * Arrays for the cipher. The JDK's AES-GCM decrypts fastest from one array into another; where both
 * are the same, it first allocates a third one as long as the whole array, and the array behind a
 * pooled buffer is a chunk of megabytes. What is to be decrypted therefore comes from a pool of its
 * own, never from that of the plaintext. Encryption has no such trouble, and works in place.
 */
final class Ciphertext {
  private static final int PAGE = 8 * 1024;

  // Chunks of 16 MiB: objects of Ceph have 4 MiB, and what does not fit into a chunk is not pooled.
  private static final int ORDER = 11;

  private static final ByteBufAllocator POOL =
      new PooledByteBufAllocator(
          false,
          PooledByteBufAllocator.defaultNumHeapArena(),
          0,
          PAGE,
          ORDER,
          PooledByteBufAllocator.defaultSmallCacheSize(),
          PooledByteBufAllocator.defaultNormalCacheSize(),
          PooledByteBufAllocator.defaultUseCacheForAllThreads());

  private Ciphertext() {}

  /** Returns an empty buffer over an array. */
  static ByteBuf allocate(int bytes) {
    return POOL.heapBuffer(bytes, bytes);
  }
}
