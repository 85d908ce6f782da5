// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Finds the segments in a decrypted frame, where each is padded to whole blocks. */
final class PaddedSegments {
  private PaddedSegments() {}

  /** Returns references to the segments, the first of which starts at the given index. */
  static ByteBuf[] slice(ByteBuf plain, int at, Preamble preamble) {
    ByteBuf[] segments = new ByteBuf[Preamble.MAX_SEGMENTS];
    int next = at;
    for (int i = 0; i < segments.length; i++) {
      int length = preamble.length(i);
      segments[i] = length == 0 ? Unpooled.EMPTY_BUFFER : plain.retainedSlice(next, length);
      next += FrameLayout.padded(length);
    }
    return segments;
  }
}
