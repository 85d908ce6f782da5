// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

/**
 * How long a frame may be before the connection is closed with {@link
 * io.msgr2.codec.Violation#SEGMENT_TOO_LARGE}. Checked on the announced lengths, before anything is
 * allocated.
 *
 * @param controlBytes sum of the segments of a control frame and, until the session is ready, of
 *     any frame
 * @param messageBytes sum of the segments of a message, from then on
 */
public record FrameLimits(int controlBytes, int messageBytes) {
  /** Enough for any login, and for the largest object write that Ceph accepts by default. */
  public static final FrameLimits DEFAULT = new FrameLimits(64 * 1024, 256 * 1024 * 1024);

  // Layout arithmetic adds checksums and padding to these; it must not overflow an int.
  private static final int MAX = 1 << 30;

  public FrameLimits {
    checked(controlBytes);
    checked(messageBytes);
  }

  /** Returns the limit if frames can be limited to it. */
  static int checked(int limitBytes) {
    if (limitBytes < 1 || limitBytes > MAX) {
      throw new IllegalArgumentException(
          "a frame limit of " + limitBytes + " bytes is not from 1 to " + MAX);
    }
    return limitBytes;
  }
}
