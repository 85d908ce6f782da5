// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

/** Lengths of the parts of a frame on the wire (msgr2 spec, Frame format and Post-auth format). */
final class FrameLayout {
  static final int CRC_BYTES = 4;

  /** What padding in secure mode rounds up to. */
  static final int BLOCK = 16;

  /** The authentication tag that AES-GCM appends. */
  static final int AUTH_TAG = 16;

  /** How much of the first segment travels with the preamble in 2.1 secure. */
  static final int INLINE = 48;

  static final int SECURE_EPILOGUE = BLOCK;

  private FrameLayout() {}

  /** Rounds up to whole blocks. */
  static int padded(int length) {
    return (length + BLOCK - 1) & -BLOCK;
  }

  /** Returns how many bytes follow the preamble in crc mode. */
  static int crcBody(Revision revision, Preamble preamble) {
    int bytes = crcEpilogue(revision, preamble);
    if (revision == Revision.V2_1 && preamble.length(0) > 0) {
      bytes += CRC_BYTES;
    }
    for (int i = 0; i < preamble.count(); i++) {
      bytes += preamble.length(i);
    }
    return bytes;
  }

  /** Returns the length of the epilogue in crc mode: the late byte and the checksums. */
  static int crcEpilogue(Revision revision, Preamble preamble) {
    return switch (revision) {
      case V2_0 -> 1 + Preamble.MAX_SEGMENTS * CRC_BYTES;
      case V2_1 -> preamble.count() == 1 ? 0 : 1 + (Preamble.MAX_SEGMENTS - 1) * CRC_BYTES;
    };
  }

  /** Returns the sum of the padded segments from the given one on. */
  static int paddedFrom(Preamble preamble, int first) {
    int bytes = 0;
    for (int i = first; i < preamble.count(); i++) {
      bytes += padded(preamble.length(i));
    }
    return bytes;
  }

  /** Returns the padded part of the first segment that does not fit beside the preamble in 2.1. */
  static int remainder(Preamble preamble) {
    return Math.max(0, padded(preamble.length(0)) - INLINE);
  }

  /**
   * Finds where the segments begin in what follows the preamble in crc mode.
   *
   * @param at where the first one does
   * @param starts filled by this method
   */
  static void crcStarts(Revision revision, Preamble preamble, int at, int[] starts) {
    int next = at;
    for (int i = 0; i < starts.length; i++) {
      starts[i] = next;
      next += preamble.length(i);
      if (i == 0 && preamble.length(0) > 0 && revision == Revision.V2_1) {
        next += CRC_BYTES;
      }
    }
  }

  /**
   * Finds where the segments begin in the plaintext of secure mode.
   *
   * @param at where the first one does
   * @param starts filled by this method
   */
  static void paddedStarts(Preamble preamble, int at, int[] starts) {
    int next = at;
    for (int i = 0; i < starts.length; i++) {
      starts[i] = next;
      next += padded(preamble.length(i));
    }
  }
}
