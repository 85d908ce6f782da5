// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.CountingAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnsealedRestTest {
  private static final int PIECE = 512 * 1024;
  private static final int LIMIT_BYTES = 1 << 23;

  private final CountingAllocator allocator = new CountingAllocator();
  private final FrameOutput out = new FrameOutput(allocator);
  private final Random random = new Random(7);

  @AfterEach
  void nothing_is_held() {
    out.release();
    allocator.expectNothingHeld();
  }

  @ParameterizedTest
  @EnumSource(names = {"SECURE_2_0", "SECURE_2_1"})
  void frames_around_the_length_of_a_piece_come_back(FrameMode mode) {
    FrameEncoder encoder = mode.encoder();
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    int[] lengths = {
      PIECE - 81, PIECE - 17, PIECE - 16, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 5 * PIECE + 7
    };
    byte[][] data = Frames.random(random, lengths);
    for (byte[] each : data) {
      long before = out.bytes();
      message(encoder, each);
      byte[] bytes = Encoded.drain(out);
      assertThat(before).isZero();
      assertThat(bytes.length - each.length).as("of head and tail").isBetween(96, 96 + 128);
      sent.writeBytes(bytes);
    }

    FrameDecoder decoder = mode.decoder(LIMIT_BYTES, allocator);
    ByteBuf in = Unpooled.wrappedBuffer(sent.toByteArray());
    for (byte[] each : data) {
      RawFrame frame = decoder.decode(in);
      assertThat(ByteBufUtil.getBytes(frame.segment(3))).isEqualTo(each);
      frame.release();
    }
    assertThat(in.isReadable()).isFalse();
    decoder.release();
  }

  @ParameterizedTest
  @EnumSource(names = {"SECURE_2_0", "SECURE_2_1"})
  void a_piece_is_encrypted_when_it_is_polled(FrameMode mode) {
    message(mode.encoder(), new byte[3 * PIECE]);
    long left = out.bytes();
    long made = allocator.allocations();
    while (!out.isMidFrame()) {
      left -= pollAndRelease();
      assertThat(out.bytes()).isEqualTo(left);
    }
    assertThat(allocator.allocations()).isEqualTo(made);

    for (int piece = 1; piece <= 3; piece++) {
      left -= pollAndRelease();
      assertThat(out.bytes()).isEqualTo(left);
      assertThat(allocator.allocations()).isEqualTo(made + piece);
      assertThat(out.isMidFrame()).isEqualTo(piece < 3);
    }
    assertThat(out.poll()).isNull();
    assertThat(left).isZero();
    assertThat(allocator.allocations()).isEqualTo(made + 3);
  }

  @ParameterizedTest
  @EnumSource(names = {"SECURE_2_0", "SECURE_2_1"})
  void what_comes_after_a_large_frame_is_encrypted_after_it(FrameMode mode) {
    byte[][] data = Frames.random(random, 2 * PIECE + 5, 3, 2 * PIECE, PIECE + 1);
    FrameEncoder encoder = mode.encoder();
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    for (byte[] each : data) {
      message(encoder, each);
      ByteBuf first = out.poll();
      sent.writeBytes(ByteBufUtil.getBytes(first));
      first.release();
    }
    out.seal();
    assertThat(out.isMidFrame()).isFalse();
    sent.writeBytes(Encoded.drain(out));

    ByteBuf in = Unpooled.wrappedBuffer(sent.toByteArray());
    FrameDecoder decoder = mode.decoder(LIMIT_BYTES, allocator);
    for (byte[] each : data) {
      RawFrame frame = decoder.decode(in);
      assertThat(ByteBufUtil.getBytes(frame.segment(3))).isEqualTo(each);
      frame.release();
    }
    decoder.release();
  }

  @ParameterizedTest
  @EnumSource(names = {"SECURE_2_0", "SECURE_2_1"})
  void the_payload_is_held_until_the_last_piece_is_made_or_given_up(FrameMode mode) {
    ByteBuf data = Unpooled.wrappedBuffer(new byte[2 * PIECE]);
    FrameEncoder encoder = mode.encoder();
    message(encoder, data);
    assertThat(data.refCnt()).isEqualTo(2);
    while (pollAndRelease() > 0) {
      assertThat(data.refCnt()).isEqualTo(out.isEmpty() ? 1 : 2);
    }
    assertThat(data.readerIndex()).isZero();

    message(encoder, data);
    pollAndRelease();
    out.release();
    assertThat(out.isEmpty()).isTrue();
    assertThat(out.bytes()).isZero();
    assertThat(data.refCnt()).isEqualTo(1);
  }

  private long pollAndRelease() {
    ByteBuf next = out.poll();
    if (next == null) {
      return 0;
    }
    int bytes = next.readableBytes();
    next.release();
    return bytes;
  }

  private void message(FrameEncoder encoder, byte[] data) {
    message(encoder, Unpooled.wrappedBuffer(data));
  }

  private void message(FrameEncoder encoder, ByteBuf data) {
    encoder.message(Frames.header(), Unpooled.EMPTY_BUFFER, Unpooled.EMPTY_BUFFER, data, out);
  }
}
