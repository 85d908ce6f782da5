// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * What is still to be encrypted of a large frame. It is encrypted piece by piece, when the network
 * takes more, so that each piece goes from the processor's cache into the kernel, and always from
 * the same memory.
 */
final class UnsealedRest {
  /** How long a piece is; the last one is what is left. */
  static final int PIECE = 512 * 1024;

  private final FrameSealer sealer;
  private final ByteBuf plaintext;

  /**
   * @param sealer has begun the operation, and does no other before this is done
   * @param plaintext up to the end of the operation, in whole blocks; this rest's from now on
   */
  UnsealedRest(FrameSealer sealer, ByteBuf plaintext) {
    this.sealer = sealer;
    this.plaintext = plaintext;
  }

  /** Returns how many bytes the rest will have, 0 when it is done. */
  int bytes() {
    return plaintext.isReadable() ? plaintext.readableBytes() + FrameLayout.AUTH_TAG : 0;
  }

  /** Returns the next piece, which is the caller's; there has to be one. */
  ByteBuf next(ByteBufAllocator allocator) {
    ByteBuf out = allocator.directBuffer(Math.min(PIECE + FrameLayout.AUTH_TAG, bytes()));
    boolean sealed = false;
    try {
      sealer.resume(out);
      seal();
      sealed = true;
      return out;
    } finally {
      if (!sealed) {
        out.release();
      }
    }
  }

  /** Encrypts a piece to where the operation's output goes. */
  void seal() {
    int length = Math.min(PIECE, plaintext.readableBytes());
    sealer.update(plaintext, plaintext.readerIndex(), length);
    plaintext.skipBytes(length);
    if (plaintext.isReadable()) {
      sealer.suspend();
    } else {
      sealer.finish();
      plaintext.release();
    }
  }

  /** Gives up what is not done. */
  void release() {
    if (plaintext.isReadable()) {
      plaintext.release();
    }
  }
}
