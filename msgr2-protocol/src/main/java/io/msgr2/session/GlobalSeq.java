// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Numbers the attempts of a messenger to reach its peers, so that a peer can tell an old attempt
 * from a new one. One for each messenger; safe for use by several threads.
 */
public final class GlobalSeq {
  // Far beyond what any messenger gets to, and far from where numbers change their sign.
  private static final long MAX = 1L << 62;

  private final AtomicLong last = new AtomicLong();

  /** Returns a number that is greater than all before. */
  public long next() {
    return last.incrementAndGet();
  }

  /**
   * Returns a number that is greater than all before, and greater than one that a peer has seen.
   *
   * @throws ProtocolException when no messenger can have got as far
   */
  public long nextAbove(long seen) {
    if (seen < 0 || seen > MAX) {
      throw new ProtocolException(
          Violation.PAYLOAD_MALFORMED, "global_seq of " + Long.toUnsignedString(seen));
    }
    return last.updateAndGet(before -> Math.max(before, seen) + 1);
  }
}
