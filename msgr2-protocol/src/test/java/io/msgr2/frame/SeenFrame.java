// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.netty.buffer.ByteBufUtil;
import java.util.List;
import java.util.stream.IntStream;

/** What was received in a frame, independent of its buffers. */
record SeenFrame(Tag tag, boolean aborted, List<Integer> alignments, List<String> segments) {
  /** Looks at a frame and releases it. */
  static SeenFrame take(RawFrame frame) {
    try {
      return new SeenFrame(
          frame.tag(),
          frame.aborted(),
          IntStream.range(0, Preamble.MAX_SEGMENTS).mapToObj(frame::alignment).toList(),
          IntStream.range(0, Preamble.MAX_SEGMENTS)
              .mapToObj(i -> ByteBufUtil.hexDump(frame.segment(i)))
              .toList());
    } finally {
      frame.release();
    }
  }
}
