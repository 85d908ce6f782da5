// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

/**
 * An array for what goes through a cipher, which stays in the processor's cache: AES-GCM is fastest
 * there. It is good until the call that asked for it returns, and nothing is left in it but
 * ciphertext. Every thread has its own, so that connections need none.
 */
final class CipherScratch {
  /**
   * How much plaintext goes through at a time. The JDK compiles its AES-GCM for the hardware after
   * so many calls, not after so many bytes: a few large ones would stay fifty times slower than
   * need be.
   */
  static final int PLAINTEXT_BYTES = 16 * 1024;

  static final int BYTES = PLAINTEXT_BYTES + FrameLayout.AUTH_TAG;

  private static final ThreadLocal<byte[]> ARRAYS = ThreadLocal.withInitial(() -> new byte[BYTES]);

  private CipherScratch() {}

  /** Returns the array of this thread. */
  static byte[] array() {
    return ARRAYS.get();
  }
}
