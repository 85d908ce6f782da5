// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;

/**
 * The first byte of an epilogue: whether the sender went through with the frame (msgr2 spec,
 * msgr2.0-crc and msgr2.1-crc). msgr2.0 has one bit for it; msgr2.1 a nibble that no single bit
 * error turns into the other.
 */
final class LateStatus {
  private static final int ABORTED_BIT = 0x01;
  private static final int COMPLETE_NIBBLE = 0x0E;
  private static final int ABORTED_NIBBLE = 0x01;
  private static final int NIBBLE = 0x0F;

  private LateStatus() {}

  static int encode(Revision revision, boolean aborted) {
    return switch (revision) {
      case V2_0 -> aborted ? ABORTED_BIT : 0;
      case V2_1 -> aborted ? ABORTED_NIBBLE : COMPLETE_NIBBLE;
    };
  }

  /** Returns whether the frame was aborted. */
  static boolean isAborted(Revision revision, int late) {
    return switch (revision) {
      case V2_0 -> (late & ABORTED_BIT) != 0;
      case V2_1 ->
          switch (late & NIBBLE) {
            case COMPLETE_NIBBLE -> false;
            case ABORTED_NIBBLE -> true;
            default ->
                throw new ProtocolException(
                    Violation.LATE_STATUS,
                    String.format("late status %02x says neither complete nor aborted", late));
          };
    };
  }
}
