// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The nonces of one direction of a secure connection, one for each AEAD operation (msgr2 spec,
 * Post-auth frame format). msgr2.0 counts in the first four bytes of the nonce, msgr2.1 in the last
 * eight.
 *
 * <p>A sequence ends before a nonce would come again, because using one twice with the same key
 * gives away what authenticates the frames (CVE-2020-1759).
 */
final class NonceSequence {
  static final int BYTES = 12;

  private static final int WIDE_COUNTER_AT = 4;

  private final Revision revision;
  private final byte[] nonce;
  private final ByteBuffer view;
  private final long start;
  private boolean used;

  NonceSequence(Revision revision, byte[] start) {
    this.revision = revision;
    this.nonce = start.clone();
    this.view = ByteBuffer.wrap(nonce).order(ByteOrder.LITTLE_ENDIAN);
    this.start = counter();
  }

  /**
   * Copies the next nonce into the given array, moves on, and returns the array.
   *
   * @throws NonceExhaustedException when every nonce was used once
   */
  byte[] next(byte[] into) {
    if (areExhausted()) {
      throw new NonceExhaustedException(revision);
    }
    used = true;
    System.arraycopy(nonce, 0, into, 0, BYTES);
    advance(1);
    return into;
  }

  /** Returns whether every nonce was used once. */
  boolean areExhausted() {
    return used && counter() == start;
  }

  /** Passes over nonces, as if so many operations had been done. */
  void advance(long operations) {
    long next = counter() + operations;
    switch (revision) {
      case V2_0 -> view.putInt(0, (int) next);
      case V2_1 -> view.putLong(WIDE_COUNTER_AT, next);
    }
  }

  private long counter() {
    return switch (revision) {
      case V2_0 -> view.getInt(0);
      case V2_1 -> view.getLong(WIDE_COUNTER_AT);
    };
  }
}
