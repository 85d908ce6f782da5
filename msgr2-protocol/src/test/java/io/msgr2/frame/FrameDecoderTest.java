// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.msgr2.CountingAllocator;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {
  private static final int LIMIT_BYTES = 100_000;
  private static final byte[] PAYLOAD = Frames.random(new Random(8), 50_000)[0];
  private static final HandmadeFrame MESSAGE = HandmadeFrame.of(Tag.MESSAGE, new byte[41], PAYLOAD);

  private final CountingAllocator allocator = new CountingAllocator();

  @AfterEach
  void nothing_is_held() {
    allocator.expectNothingHeld();
  }

  @ParameterizedTest
  @EnumSource
  void takes_the_bytes_of_one_frame_only(FrameMode mode) {
    HandmadeSender sender = new HandmadeSender(mode);
    byte[] first = sender.send(MESSAGE);
    byte[] second = sender.send(HandmadeFrame.of(Tag.WAIT, new byte[0]));
    FrameDecoder decoder = mode.decoder(LIMIT_BYTES, allocator);
    ByteBuf in = Unpooled.wrappedBuffer(first, second, new byte[5]);

    decoder.decode(in).release();
    assertThat(in.readerIndex()).isEqualTo(first.length);
    assertThat(decoder.midFrame()).isFalse();

    RawFrame wait = decoder.decode(in);
    assertThat(wait.tag()).isEqualTo(Tag.WAIT);
    wait.release();
    assertThat(in.readerIndex()).isEqualTo(first.length + second.length);
    assertThat(decoder.midFrame()).isFalse();

    assertThat(decoder.decode(in)).isNull();
    assertThat(in.isReadable()).isFalse();
    assertThat(decoder.midFrame()).isTrue();
    decoder.release();
  }

  @ParameterizedTest
  @EnumSource
  void reads_every_kind_of_buffer(FrameMode mode) {
    byte[] wire = new HandmadeSender(mode).send(MESSAGE);
    SeenFrame expected = SeenFrame.take(Frames.decoded(mode, MESSAGE));
    Buffers.expectForEveryKind(
        wire,
        (kind, buffer) ->
            assertThat(
                    SeenFrame.take(mode.decoder(LIMIT_BYTES, allocator).decode(buffer.duplicate())))
                .as(kind)
                .isEqualTo(expected));
  }

  @ParameterizedTest
  @EnumSource(names = "CRC.*", mode = EnumSource.Mode.MATCH_ALL)
  void segments_lie_where_they_were_received_in_crc_mode(FrameMode mode) {
    ByteBuf in = allocator.directBuffer().writeBytes(new HandmadeSender(mode).send(MESSAGE));
    RawFrame frame = mode.decoder(LIMIT_BYTES, allocator).decode(in);
    long payloadAt =
        in.memoryAddress() + 32 + 41 + (mode.revision() == Revision.V2_1 ? Integer.BYTES : 0);
    assertThat(frame.segment(1).memoryAddress()).isEqualTo(payloadAt);
    assertThat(allocator.allocations()).isEqualTo(1);

    in.release();
    assertThat(frame.segment(1)).isEqualTo(Unpooled.wrappedBuffer(PAYLOAD));
    frame.release();
  }

  @ParameterizedTest
  @EnumSource
  void wants_the_rest_of_a_body_where_the_frame_will_be_read_from(FrameMode mode) {
    byte[] wire = new HandmadeSender(mode).send(MESSAGE);
    int begun = 1000;
    FrameDecoder decoder = mode.decoder(LIMIT_BYTES, allocator);
    assertThat(decoder.target()).isNull();
    assertThat(decoder.decode(Unpooled.wrappedBuffer(wire, 0, 20))).isNull();
    assertThat(decoder.target()).isNull();
    assertThat(decoder.decode(Unpooled.wrappedBuffer(wire, 20, begun - 20))).isNull();

    ByteBuf target = decoder.target();
    assertThat(target.writableBytes()).isEqualTo(wire.length - begun);
    assertThat(target.isDirect()).isEqualTo(!mode.isSecure());
    target.writeBytes(wire, begun, wire.length - begun - 1);
    assertThat(decoder.decode(Unpooled.EMPTY_BUFFER)).isNull();
    assertThat(decoder.target()).isSameAs(target);
    target.writeByte(wire[wire.length - 1]);
    RawFrame frame = decoder.decode(Unpooled.EMPTY_BUFFER);

    assertThat(frame.segment(1)).isEqualTo(Unpooled.wrappedBuffer(PAYLOAD));
    assertThat(decoder.target()).isNull();
    if (!mode.isSecure()) {
      assertThat(frame.segment(1).memoryAddress())
          .isBetween(target.memoryAddress(), target.memoryAddress() + 100);
    }
    frame.release();
  }

  @ParameterizedTest
  @EnumSource(names = "CRC.*", mode = EnumSource.Mode.MATCH_ALL)
  void looks_at_each_byte_once_when_it_comes_in_crc_mode(FrameMode mode) {
    byte[] wire = new HandmadeSender(mode).send(MESSAGE);
    FrameDecoder decoder = mode.decoder(LIMIT_BYTES, allocator);
    assertThat(decoder.decode(Unpooled.wrappedBuffer(wire, 0, 1000))).isNull();
    ByteBuf target = decoder.target();
    target.writeBytes(wire, 1000, 500);
    assertThat(decoder.decode(Unpooled.EMPTY_BUFFER)).isNull();

    int lookedAt = target.writerIndex() - 1;
    target.setByte(lookedAt, ~target.getByte(lookedAt));
    target.writeBytes(wire, 1500, wire.length - 1500);
    RawFrame frame = decoder.decode(Unpooled.EMPTY_BUFFER);

    assertThat(frame.segment(1)).isNotEqualTo(Unpooled.wrappedBuffer(PAYLOAD));
    frame.release();
  }

  @ParameterizedTest
  @EnumSource
  void offers_a_target_as_soon_as_the_head_is_there(FrameMode mode) {
    byte[] wire = new HandmadeSender(mode).send(MESSAGE);
    int head = mode == FrameMode.SECURE_2_1 ? 96 : 32;
    FrameDecoder decoder = mode.decoder(LIMIT_BYTES, allocator);
    assertThat(decoder.decode(Unpooled.wrappedBuffer(wire, 0, head))).isNull();
    assertThat(decoder.target().writableBytes()).isEqualTo(wire.length - head);
    assertThat(decoder.midFrame()).isTrue();
    decoder.release();
  }

  @ParameterizedTest
  @EnumSource
  void another_limit_of_messages_holds_from_the_next_frame_on(FrameMode mode) {
    HandmadeSender sender = new HandmadeSender(mode);
    FrameDecoder decoder = mode.decoder(100, allocator);
    ByteBuf small =
        Unpooled.wrappedBuffer(sender.send(HandmadeFrame.of(Tag.MESSAGE, new byte[100])));
    decoder.decode(small).release();

    decoder.limit(101);
    byte[] larger = sender.send(HandmadeFrame.of(Tag.MESSAGE, new byte[101]));
    assertThat(decoder.decode(Unpooled.wrappedBuffer(larger, 0, larger.length - 1))).isNull();

    decoder.limit(50);
    decoder.decode(Unpooled.wrappedBuffer(larger, larger.length - 1, 1)).release();
    byte[] refused = sender.send(HandmadeFrame.of(Tag.MESSAGE, new byte[51]));
    expectRefused(Violation.SEGMENT_TOO_LARGE, decoder, refused);
  }

  @ParameterizedTest
  @EnumSource
  void control_frames_keep_the_first_limit(FrameMode mode) {
    HandmadeSender sender = new HandmadeSender(mode);
    FrameDecoder decoder = mode.decoder(100, allocator);
    decoder.limit(1000);
    ByteBuf small = Unpooled.wrappedBuffer(sender.send(HandmadeFrame.of(Tag.ACK, new byte[100])));
    decoder.decode(small).release();
    byte[] refused = sender.send(HandmadeFrame.of(Tag.ACK, new byte[101]));
    expectRefused(Violation.SEGMENT_TOO_LARGE, decoder, refused);
  }

  @ParameterizedTest
  @EnumSource
  void accepts_no_limit_that_its_arithmetic_does_not_bear(FrameMode mode) {
    for (int limit : new int[] {-1, 0, (1 << 30) + 1, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> mode.decoder(limit, allocator))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> mode.decoder(1, allocator).limit(limit))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(mode.decoder(1 << 30, allocator)).isNotNull();
  }

  @ParameterizedTest
  @EnumSource
  void refuses_the_largest_length_under_the_largest_limit(FrameMode mode) {
    HandmadeFrame huge = HandmadeFrame.of(Tag.ACK, new byte[8]).length(0, 0xffff_ffffL);
    expectRefused(
        Violation.SEGMENT_TOO_LARGE,
        mode.decoder(1 << 30, allocator),
        new HandmadeSender(mode).send(huge));
  }

  @ParameterizedTest
  @EnumSource
  void decrypts_from_the_next_frame_on(Revision revision) {
    FrameMode crc = revision == Revision.V2_0 ? FrameMode.CRC_2_0 : FrameMode.CRC_2_1;
    FrameMode secure = revision == Revision.V2_0 ? FrameMode.SECURE_2_0 : FrameMode.SECURE_2_1;
    ByteBuf in =
        Unpooled.wrappedBuffer(
            new HandmadeSender(crc).send(HandmadeFrame.of(Tag.AUTH_DONE, new byte[16])),
            new HandmadeSender(secure).send(HandmadeFrame.of(Tag.AUTH_SIGNATURE, new byte[32])));
    FrameDecoder decoder = crc.decoder(LIMIT_BYTES, allocator);
    assertThat(decoder.decode(in).tag()).isEqualTo(Tag.AUTH_DONE);
    decoder.secure(new FrameKeys(FrameMode.secret()), Role.CONNECTOR);
    RawFrame signature = decoder.decode(in);
    assertThat(signature.tag()).isEqualTo(Tag.AUTH_SIGNATURE);
    signature.release();
  }

  @ParameterizedTest
  @EnumSource
  void cannot_begin_to_decrypt_within_a_frame(FrameMode mode) {
    byte[] wire = new HandmadeSender(mode).send(MESSAGE);
    FrameKeys keys = new FrameKeys(FrameMode.secret());
    for (int length : new int[] {1, 31, 1000}) {
      FrameDecoder decoder = mode.decoder(LIMIT_BYTES, allocator);
      decoder.decode(Unpooled.wrappedBuffer(wire, 0, length));
      assertThatThrownBy(() -> decoder.secure(keys, Role.CONNECTOR))
          .isInstanceOf(IllegalStateException.class);
      decoder.release();
    }
  }

  @ParameterizedTest
  @EnumSource
  void each_end_has_nonces_of_its_own(Revision revision) {
    FrameKeys keys = new FrameKeys(FrameMode.secret());
    for (Role sender : Role.values()) {
      FrameEncoder encoder = new FrameEncoder(revision);
      encoder.secure(keys, sender);
      byte[] wire = Encoded.bytes(out -> encoder.control(new ControlFrame.Ack(1), out));
      FrameDecoder receiver = new FrameDecoder(revision, LIMIT_BYTES, allocator);
      receiver.secure(keys, sender);
      receiver.decode(Unpooled.wrappedBuffer(wire)).release();

      FrameDecoder other = new FrameDecoder(revision, LIMIT_BYTES, allocator);
      other.secure(keys, sender.peer());
      assertThatThrownBy(() -> other.decode(Unpooled.wrappedBuffer(wire)))
          .isInstanceOf(ProtocolException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "SECURE.*", mode = EnumSource.Mode.MATCH_ALL)
  void refuses_a_frame_that_comes_again(FrameMode mode) {
    byte[] wire = new HandmadeSender(mode).send(MESSAGE);
    FrameDecoder decoder = mode.decoder(LIMIT_BYTES, allocator);
    decoder.decode(Unpooled.wrappedBuffer(wire)).release();
    expectRefused(
        mode == FrameMode.SECURE_2_0 ? Violation.PREAMBLE_CRC : Violation.FRAME_NOT_AUTHENTIC,
        decoder,
        wire);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void refuses_a_peer_that_uses_a_nonce_twice(int left) {
    for (Revision revision : Revision.values()) {
      FrameKeys keys = new FrameKeys(FrameMode.secret());
      NonceSequence nonces = keys.noncesOf(Role.CONNECTOR, revision);
      nonces.next(new byte[NonceSequence.BYTES]);
      nonces.advance((revision == Revision.V2_0 ? 1L << 32 : 0) - 1 - left);
      FrameOpener opener = new FrameOpener(keys.key(), nonces);
      for (int i = 0; i < left; i++) {
        opener.begin();
      }
      opener.prepare();
      assertThatThrownBy(opener::begin)
          .isInstanceOfSatisfying(
              ProtocolException.class,
              e -> assertThat(e.violation()).isEqualTo(Violation.NONCE_REUSED));
    }
  }

  @ParameterizedTest
  @EnumSource(names = "CRC.*", mode = EnumSource.Mode.MATCH_ALL)
  void refuses_a_wrong_segment_checksum(FrameMode mode) {
    for (int segment = 0; segment < 4; segment++) {
      HandmadeFrame frame =
          HandmadeFrame.of(Tag.MESSAGE, new byte[41], new byte[9], new byte[0], new byte[10])
              .wrongSegmentCrc(segment);
      expectRefused(
          Violation.SEGMENT_CRC,
          mode.decoder(LIMIT_BYTES, allocator),
          new HandmadeSender(mode).send(frame));
    }
  }

  @ParameterizedTest
  @EnumSource(names = "SECURE.*", mode = EnumSource.Mode.MATCH_ALL)
  void padding_may_hold_anything(FrameMode mode) {
    // Senders write zeros; receivers do not look at them.
    byte[] padded = {1, 2, 3, 4, 5, 6, 7, 8, 0x55, 0x55};
    HandmadeFrame frame = HandmadeFrame.of(Tag.ACK, padded).length(0, 8);
    byte[] wire = new HandmadeSender(mode).send(frame);
    RawFrame received = mode.decoder(LIMIT_BYTES, allocator).decode(Unpooled.wrappedBuffer(wire));
    assertThat(received.segment(0)).isEqualTo(Unpooled.wrappedBuffer(padded, 0, 8));
    received.release();
  }

  @Test
  void text_of_a_frame_says_how_long_its_segments_are() {
    RawFrame frame = Frames.decoded(Tag.MESSAGE, new byte[41], new byte[3], new byte[0], PAYLOAD);
    assertThat(frame).hasToString("MESSAGE[41+3+0+50000]");
    frame.release();
    RawFrame aborted =
        Frames.decoded(FrameMode.CRC_2_0, HandmadeFrame.of(Tag.ACK, new byte[8]).late(1));
    assertThat(aborted).hasToString("ACK[8+0+0+0, aborted]");
    aborted.release();
  }

  private void expectRefused(Violation violation, FrameDecoder decoder, byte[] wire) {
    assertThatThrownBy(() -> decoder.decode(Unpooled.wrappedBuffer(wire)))
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.violation()).isEqualTo(violation));
    decoder.release();
  }
}
