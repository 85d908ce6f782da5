// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/** Samples of frames. */
final class Frames {
  private Frames() {}

  /** Returns segments of the given lengths, their bytes at random. */
  static byte[][] random(Random random, int... lengths) {
    byte[][] segments = new byte[lengths.length][];
    for (int i = 0; i < lengths.length; i++) {
      segments[i] = new byte[lengths[i]];
      random.nextBytes(segments[i]);
    }
    return segments;
  }

  /** Returns a received frame of the given segments; it is the caller's. */
  static RawFrame decoded(Tag tag, byte[]... segments) {
    return decoded(FrameMode.CRC_2_1, HandmadeFrame.of(tag, segments));
  }

  /** Returns the frame as it is received; it is the caller's. */
  static RawFrame decoded(FrameMode mode, HandmadeFrame handmade) {
    ByteBuf in = Unpooled.wrappedBuffer(new HandmadeSender(mode).send(handmade));
    RawFrame frame = mode.decoder(1 << 24, UnpooledByteBufAllocator.DEFAULT).decode(in);
    assertThat(in.isReadable()).isFalse();
    in.release();
    return frame;
  }

  static MessageHeader header() {
    return new MessageHeader(7, 8, 2, 127, 1, 1, 0, 6, MessageHeader.FLAGS);
  }

  /** Returns a header as it is on the wire. */
  static byte[] bytes(MessageHeader header) {
    ByteBuffer out = ByteBuffer.allocate(MessageHeader.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.write(header.seq(), header.ackSeq(), out);
    return out.array();
  }
}
