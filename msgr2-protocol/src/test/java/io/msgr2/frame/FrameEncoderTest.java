// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import static io.netty.buffer.Unpooled.EMPTY_BUFFER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.msgr2.CountingAllocator;
import io.msgr2.codec.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FrameEncoderTest {
  /** More than is ever copied. */
  private static final int LARGE = 9000;

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "10, 0, 0",
    "0, 10, 0",
    "0, 0, 10",
    "10, 0, 10",
    "1, 2, 3",
    "9000, 9000, 9000"
  })
  void lays_out_messages(int front, int middle, int data) {
    byte[][] parts = Frames.random(new Random(5), front, middle, data);
    for (FrameMode mode : FrameMode.values()) {
      byte[] wire =
          Encoded.bytes(
              out ->
                  mode.encoder()
                      .message(
                          Frames.header(),
                          Unpooled.wrappedBuffer(parts[0]),
                          Unpooled.wrappedBuffer(parts[1]),
                          Unpooled.wrappedBuffer(parts[2]),
                          out));
      assertThat(wire).as(mode.toString()).isEqualTo(new HandmadeSender(mode).send(message(parts)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void takes_every_kind_of_buffer(FrameMode mode) {
    for (int length : new int[] {1, 15, 100, LARGE, 40_000}) {
      byte[] bytes = Frames.random(new Random(length), length)[0];
      byte[] expected = new HandmadeSender(mode).send(message(bytes, bytes, bytes));
      Buffers.expectForEveryKind(
          bytes,
          (kind, buffer) ->
              assertThat(
                      Encoded.bytes(
                          out ->
                              mode.encoder().message(Frames.header(), buffer, buffer, buffer, out)))
                  .as(kind)
                  .isEqualTo(expected));
    }
  }

  @ParameterizedTest
  @EnumSource(names = "CRC.*", mode = EnumSource.Mode.MATCH_ALL)
  void passes_large_payloads_through_in_crc_mode(FrameMode mode) {
    ByteBuf front = Unpooled.directBuffer().writeBytes(new byte[LARGE]);
    ByteBuf data = Unpooled.buffer().writeBytes(new byte[LARGE]);
    FrameOutput out = new FrameOutput(new CountingAllocator());
    mode.encoder().message(Frames.header(), front, EMPTY_BUFFER, data, out);

    List<ByteBuf> written = new ArrayList<>();
    for (ByteBuf next = out.poll(); next != null; next = out.poll()) {
      written.add(next);
    }
    assertThat(written).filteredOn(b -> b.readableBytes() == LARGE).hasSize(2);
    assertThat(written.get(1).memoryAddress()).isEqualTo(front.memoryAddress());
    assertThat(written.get(2).array()).isSameAs(data.array());
    assertThat(front.refCnt()).isEqualTo(2);
    assertThat(data.refCnt()).isEqualTo(2);

    written.forEach(ByteBuf::release);
    assertThat(front.refCnt()).isEqualTo(1);
    assertThat(data.refCnt()).isEqualTo(1);
    front.release();
    data.release();
  }

  @ParameterizedTest
  @EnumSource(names = "SECURE.*", mode = EnumSource.Mode.MATCH_ALL)
  void keeps_no_payload_in_secure_mode(FrameMode mode) {
    ByteBuf data = Unpooled.wrappedBuffer(new byte[LARGE]);
    FrameOutput out = new FrameOutput(new CountingAllocator());
    mode.encoder().message(Frames.header(), EMPTY_BUFFER, EMPTY_BUFFER, data, out);
    assertThat(data.refCnt()).isEqualTo(1);
    out.release();
  }

  @ParameterizedTest
  @EnumSource
  void batch_of_small_frames_leaves_as_one_buffer(FrameMode mode) {
    FrameEncoder encoder = mode.encoder();
    FrameOutput out = new FrameOutput(new CountingAllocator());
    ByteBuf front = Unpooled.wrappedBuffer(new byte[64]);
    for (int i = 0; i < 50; i++) {
      encoder.message(Frames.header(), front, EMPTY_BUFFER, EMPTY_BUFFER, out);
      encoder.control(new ControlFrame.Ack(i), out);
    }
    ByteBuf first = out.poll();
    assertThat(out.isEmpty()).isTrue();
    first.release();
  }

  @ParameterizedTest
  @EnumSource
  void nothing_of_a_frame_is_left_in_the_next(FrameMode mode) {
    FrameEncoder encoder = mode.encoder();
    byte[] payload = Frames.random(new Random(6), 100)[0];
    byte[] wire =
        Encoded.bytes(
            out -> {
              ByteBuf buffer = Unpooled.wrappedBuffer(payload);
              encoder.message(Frames.header(), buffer, buffer, buffer, out);
              encoder.control(new ControlFrame.Ack(1), out);
              encoder.control(new ControlFrame.Wait(), out);
            });
    HandmadeSender sender = new HandmadeSender(mode);
    byte[] ack = {1, 0, 0, 0, 0, 0, 0, 0};
    assertThat(wire)
        .isEqualTo(
            concat(
                sender.send(message(payload, payload, payload)),
                sender.send(HandmadeFrame.of(Tag.ACK, ack)),
                sender.send(HandmadeFrame.of(Tag.WAIT, new byte[0]))));
  }

  @ParameterizedTest
  @EnumSource
  void long_control_frames_that_wait_together_do_not_overwrite_each_other(FrameMode mode) {
    FrameEncoder encoder = mode.encoder();
    HandmadeSender sender = new HandmadeSender(mode);
    byte[][] payloads = Frames.random(new Random(9), LARGE, LARGE);
    byte[] length = WireWriter.toBytes(out -> out.u32(LARGE));
    byte[] wire =
        Encoded.bytes(
            out -> {
              encoder.control(new ControlFrame.AuthRequestMore(payloads[0]), out);
              encoder.control(new ControlFrame.AuthRequestMore(payloads[1]), out);
            });
    assertThat(wire)
        .isEqualTo(
            concat(
                sender.send(HandmadeFrame.of(Tag.AUTH_REQUEST_MORE, concat(length, payloads[0]))),
                sender.send(HandmadeFrame.of(Tag.AUTH_REQUEST_MORE, concat(length, payloads[1])))));
  }

  @ParameterizedTest
  @EnumSource
  void sends_a_received_frame_again_as_it_came(FrameMode mode) {
    HandmadeFrame odd =
        HandmadeFrame.of(Tag.MESSAGE, new byte[41], new byte[3], new byte[4])
            .alignment(0, 0)
            .alignment(1, 4096)
            .alignment(2, 3);
    RawFrame frame = Frames.decoded(mode, odd);
    assertThat(Encoded.bytes(out -> mode.encoder().raw(frame, out)))
        .isEqualTo(new HandmadeSender(mode).send(odd));
    frame.release();
  }

  @ParameterizedTest
  @CsvSource({
    // A frame takes one nonce in 2.0, and three in 2.1 when it has all its parts.
    "V2_0, 0, 0",
    "V2_0, 1, 1",
    "V2_0, 2, 2",
    "V2_1, 0, 0",
    "V2_1, 1, 0",
    "V2_1, 2, 0",
    "V2_1, 3, 1",
    "V2_1, 5, 1",
    "V2_1, 6, 2",
  })
  void refuses_to_use_a_nonce_twice(Revision revision, int left, int frames) {
    FrameKeys keys = new FrameKeys(FrameMode.secret());
    NonceSequence nonces = keys.noncesOf(Role.CONNECTOR, revision);
    nonces.next(new byte[NonceSequence.BYTES]);
    nonces.advance((revision == Revision.V2_0 ? 1L << 32 : 0) - 1 - left);
    FrameSealer sealer = new FrameSealer(keys.key(), nonces);
    SecureOutbound format = new SecureOutbound(revision, new Crc(), sealer);
    ByteBuf[] segments = new ByteBuf[Preamble.MAX_SEGMENTS];
    Arrays.fill(segments, Unpooled.wrappedBuffer(new byte[100]));
    Preamble preamble = new Preamble();
    preamble.describe(Tag.MESSAGE, segments, new int[Preamble.MAX_SEGMENTS]);
    CountingAllocator allocator = new CountingAllocator();
    FrameOutput out = new FrameOutput(allocator);

    for (int i = 0; i < frames; i++) {
      format.prepare();
      format.write(preamble, segments, false, out);
    }
    format.prepare();
    assertThatThrownBy(() -> format.write(preamble, segments, false, out))
        .isInstanceOf(NonceExhaustedException.class);

    out.release();
    allocator.expectNothingHeld();
  }

  @ParameterizedTest
  @EnumSource
  void holds_nothing_that_would_have_to_be_released(FrameMode mode) {
    long before = UnpooledByteBufAllocator.DEFAULT.metric().usedHeapMemory();
    ControlFrame large = new ControlFrame.AuthRequestMore(new byte[LARGE]);
    byte[] wire = Encoded.bytes(out -> mode.encoder().control(large, out));
    assertThat(wire).hasSizeGreaterThan(LARGE);
    assertThat(UnpooledByteBufAllocator.DEFAULT.metric().usedHeapMemory()).isEqualTo(before);
  }

  private static HandmadeFrame message(byte[]... payloads) {
    List<byte[]> segments = new ArrayList<>(List.of(Frames.bytes(Frames.header())));
    segments.addAll(List.of(payloads));
    while (segments.size() > 1 && segments.get(segments.size() - 1).length == 0) {
      segments.remove(segments.size() - 1);
    }
    return HandmadeFrame.of(Tag.MESSAGE, segments.toArray(new byte[0][]));
  }

  private static byte[] concat(byte[]... parts) {
    return ByteBufUtil.getBytes(Unpooled.wrappedBuffer(parts));
  }
}
