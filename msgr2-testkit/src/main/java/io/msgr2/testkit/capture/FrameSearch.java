// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import io.msgr2.codec.ProtocolException;
import io.msgr2.frame.FrameDecoder;
import io.msgr2.frame.FrameLimits;
import io.msgr2.frame.RawFrame;
import io.msgr2.frame.Revision;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.List;
import java.util.Optional;

/**
 * Finds the next frame in bytes that begin anywhere. In crc mode a frame is known by its checksums;
 * in secure mode nothing can be found.
 */
final class FrameSearch {
  private static final int PREAMBLE_BYTES = 32;
  private static final int MAX_TAG = 22;
  private static final int MAX_SEGMENTS = 4;
  private static final int FLAGS_AT = 26;
  private static final int MAX_FLAGS = 1;

  private FrameSearch() {}

  /**
   * A frame's position and layout.
   *
   * @param offset of its first byte
   */
  record Found(int offset, Revision revision) {}

  /** Returns the first frame that is there from its first to its last byte. */
  static Optional<Found> first(byte[] bytes, List<Revision> revisions) {
    for (int at = 0; at + PREAMBLE_BYTES <= bytes.length; at++) {
      if (mayBegin(bytes, at)) {
        for (Revision revision : revisions) {
          if (begins(bytes, at, revision)) {
            return Optional.of(new Found(at, revision));
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Looks at what costs nothing to look at, before any checksum. */
  private static boolean mayBegin(byte[] bytes, int at) {
    return bytes[at] > 0
        && bytes[at] <= MAX_TAG
        && bytes[at + 1] > 0
        && bytes[at + 1] <= MAX_SEGMENTS
        && bytes[at + FLAGS_AT] >= 0
        && bytes[at + FLAGS_AT] <= MAX_FLAGS;
  }

  private static boolean begins(byte[] bytes, int at, Revision revision) {
    ByteBuf in = Unpooled.wrappedBuffer(bytes, at, bytes.length - at);
    FrameDecoder decoder =
        new FrameDecoder(
            revision,
            Math.min(in.readableBytes(), FrameLimits.DEFAULT.messageBytes()),
            UnpooledByteBufAllocator.DEFAULT);
    try {
      RawFrame frame = decoder.decode(in);
      if (frame == null) {
        return false;
      }
      frame.release();
      return true;
    } catch (ProtocolException noFrame) {
      return false;
    } finally {
      decoder.release();
    }
  }
}
