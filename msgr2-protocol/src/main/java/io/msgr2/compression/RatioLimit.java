// SPDX-License-Identifier: Apache-2.0
package io.msgr2.compression;

/**
 * How many times their length the segments of a frame may become. Since whatever takes up memory
 * for messages counts the bytes that a frame announces, this is what those bytes can be worth.
 *
 * @param times the most, for a frame that becomes longer than {@code fromBytes}
 * @param fromBytes how long any frame may become, however short it was: a block of zeros that a
 *     disk image begins with shrinks to almost nothing
 */
public record RatioLimit(int times, int fromBytes) {
  /** Deflate reaches 1032 at best; other methods that reach more do with zeros only. */
  public static final RatioLimit DEFAULT = new RatioLimit(1100, 32 * 1024 * 1024);

  public RatioLimit {
    if (times < 1 || fromBytes < 0) {
      throw new IllegalArgumentException("frames must be allowed to keep their length");
    }
  }

  /** Returns how long the segments of a frame may become that are so long together. */
  public long bytes(long compressedBytes) {
    return Math.max(fromBytes, compressedBytes * times);
  }
}
