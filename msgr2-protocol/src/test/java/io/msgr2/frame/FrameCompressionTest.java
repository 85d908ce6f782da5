// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.msgr2.CountingAllocator;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.compression.CompressionAlgorithm;
import io.msgr2.compression.CompressionAlgorithms;
import io.msgr2.compression.CompressionException;
import io.msgr2.compression.CompressionMethod;
import io.msgr2.compression.RatioLimit;
import io.msgr2.compression.SegmentCompressor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which frames are compressed, and which compressed frames are received. */
class FrameCompressionTest {
  private static final CompressionAlgorithm ZLIB =
      CompressionAlgorithms.find(CompressionMethod.ZLIB);
  private static final int MINIMUM_BYTES = 1024;
  private static final int LIMIT_BYTES = 100_000;
  private static final int FLAGS_AT = 26;
  private static final byte[] NOTHING = {};

  private final CountingAllocator allocator = new CountingAllocator();
  private final List<FrameEncoder> encoders = new ArrayList<>();
  private final List<FrameDecoder> decoders = new ArrayList<>();

  @AfterEach
  void nothing_is_held() {
    encoders.forEach(FrameEncoder::release);
    decoders.forEach(FrameDecoder::release);
    allocator.expectNothingHeld();
  }

  @ParameterizedTest
  @EnumSource
  void every_segment_comes_back(FrameMode mode) {
    byte[][] segments = {text(41), text(3000), text(1), text(70_000)};
    byte[] wire = sent(encoder(mode, ZLIB.compressor()), segments);
    assertThat(wire).hasSizeLessThan(5000);
    expectReceived(decoder(mode), wire, segments);
  }

  @ParameterizedTest
  @EnumSource
  void empty_segments_stay_empty(FrameMode mode) {
    byte[][] segments = {text(41), NOTHING, NOTHING, text(2000)};
    byte[] wire = sent(encoder(mode, ZLIB.compressor()), segments);
    if (!mode.isSecure()) {
      ByteBuf preamble = Unpooled.wrappedBuffer(wire);
      assertThat(preamble.getByte(1)).isEqualTo((byte) 4);
      assertThat(preamble.getIntLE(8)).as("length of the second segment").isZero();
      assertThat(preamble.getIntLE(14)).as("length of the third segment").isZero();
      assertThat(preamble.getIntLE(20)).as("length of the fourth segment").isBetween(1, 200);
      assertThat(preamble.getUnsignedShortLE(24)).as("its alignment").isEqualTo(4096);
    }
    expectReceived(decoder(mode), wire, segments);
  }

  @ParameterizedTest
  @EnumSource
  void frames_below_the_minimum_are_sent_plain_and_others_are_not(FrameMode mode) {
    FrameEncoder plain = mode.encoder();
    FrameEncoder encoder = encoder(mode, ZLIB.compressor());
    FrameDecoder decoder = decoder(mode);
    for (int bytes : new int[] {0, 1, MINIMUM_BYTES - 42, MINIMUM_BYTES - 41, MINIMUM_BYTES}) {
      byte[][] segments = {text(41), NOTHING, NOTHING, text(bytes)};
      byte[] wire = sent(encoder, segments);
      boolean compressed = 41 + bytes >= MINIMUM_BYTES;
      byte[] uncompressed = sent(plain, segments);
      assertThat(wire.length < uncompressed.length).as("%d", bytes).isEqualTo(compressed);
      if (!mode.isSecure()) {
        assertThat(wire[FLAGS_AT]).isEqualTo((byte) (compressed ? 1 : 0));
      }
      expectReceived(decoder, wire, segments);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_frame_without_bytes_is_sent_plain_whatever_the_minimum(FrameMode mode) {
    FrameEncoder encoder = mode.encoder();
    encoder.compress(ZLIB.compressor(), 0, RatioLimit.DEFAULT, allocator);
    encoders.add(encoder);
    byte[] wire = Encoded.bytes(out -> encoder.control(new ControlFrame.Wait(), out));
    assertThat(wire)
        .isEqualTo(Encoded.bytes(out -> mode.encoder().control(new ControlFrame.Wait(), out)));
  }

  @ParameterizedTest
  @EnumSource
  void what_gets_longer_is_compressed_all_the_same(FrameMode mode) {
    byte[][] segments = Frames.random(new Random(1), 41, 0, 0, 5000);
    byte[] wire = sent(encoder(mode, ZLIB.compressor()), segments);
    assertThat(wire).hasSizeGreaterThan(sent(mode.encoder(), segments).length - 1);
    expectReceived(decoder(mode), wire, segments);
  }

  @ParameterizedTest
  @EnumSource
  void a_frame_is_sent_plain_when_any_of_its_segments_cannot_be_compressed(FrameMode mode) {
    for (int failing = 1; failing <= 4; failing++) {
      byte[][] segments = {text(41), text(2000), text(2000), text(2000)};
      byte[] wire = sent(encoder(mode, new FailingCompressor(failing)), segments);
      assertThat(wire).isEqualTo(sent(mode.encoder(), segments));
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_frame_is_sent_plain_whose_ratio_the_receiver_would_refuse(FrameMode mode) {
    RatioLimit limit = new RatioLimit(10, 20_000);
    FrameEncoder encoder = mode.encoder();
    encoder.compress(ZLIB.compressor(), MINIMUM_BYTES, limit, allocator);
    encoders.add(encoder);
    FrameDecoder decoder = decoder(mode, limit);
    for (int bytes : new int[] {19_000, 21_000}) {
      byte[][] segments = {text(41), NOTHING, NOTHING, new byte[bytes]};
      byte[] wire = sent(encoder, segments);
      assertThat(wire.length > bytes).as("%d", bytes).isEqualTo(bytes > 20_000);
      expectReceived(decoder, wire, segments);
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_aborted_frame_is_not_decompressed(FrameMode mode) {
    HandmadeFrame frame = HandmadeFrame.of(Tag.MESSAGE, text(41), text(50)).flags(1).late(1);
    RawFrame received = received(decoder(mode), new HandmadeSender(mode).send(frame));
    assertThat(received.aborted()).isTrue();
    received.release();
  }

  @ParameterizedTest
  @EnumSource
  void segments_that_are_not_what_the_method_makes_are_refused(FrameMode mode) {
    byte[] good = zlib(text(2000));
    byte[] cut = Arrays.copyOf(good, good.length - 1);
    byte[] markerAlone = {0};
    byte[] garbage = text(50);
    for (byte[] bad : List.of(cut, markerAlone, garbage)) {
      expectRefused(Violation.COMPRESSED_MALFORMED, mode, RatioLimit.DEFAULT, zlib(text(41)), bad);
    }
  }

  @ParameterizedTest
  @EnumSource
  void segments_that_become_too_long_together_are_refused(FrameMode mode) {
    byte[] half = zlib(new byte[LIMIT_BYTES / 2]);
    expectReceived(
        decoder(mode),
        compressed(mode, half, half),
        new byte[LIMIT_BYTES / 2],
        new byte[LIMIT_BYTES / 2]);
    expectRefused(
        Violation.DECOMPRESSED_TOO_LARGE,
        mode,
        RatioLimit.DEFAULT,
        half,
        zlib(new byte[LIMIT_BYTES / 2 + 1]));
    expectRefused(
        Violation.DECOMPRESSED_TOO_LARGE, mode, RatioLimit.DEFAULT, zlib(new byte[50_000_000]));
    assertThat(allocator.largestBytes()).isLessThan(2 * LIMIT_BYTES);
  }

  @ParameterizedTest
  @EnumSource
  void segments_that_become_implausibly_long_are_refused(FrameMode mode) {
    byte[] zeros = zlib(new byte[60_000]);
    RatioLimit strict = new RatioLimit(20, 30_000);
    assertThat(zeros.length * 20).isLessThan(30_000);
    expectRefused(Violation.COMPRESSION_RATIO, mode, strict, zeros);
    expectReceived(
        decoder(mode, new RatioLimit(20, 60_000)), compressed(mode, zeros), new byte[60_000]);
    expectReceived(
        decoder(mode, new RatioLimit(1100, 0)), compressed(mode, zeros), new byte[60_000]);
  }

  @ParameterizedTest
  @EnumSource
  void control_frames_keep_their_limit(FrameMode mode) {
    FrameDecoder decoder = decoder(mode);
    decoder.limit(10 * LIMIT_BYTES);
    byte[] wire =
        new HandmadeSender(mode)
            .send(HandmadeFrame.of(Tag.AUTH_REQUEST, zlib(new byte[LIMIT_BYTES + 1])).flags(1));
    assertThatThrownBy(() -> received(decoder, wire))
        .isInstanceOfSatisfying(
            ProtocolException.class,
            e -> assertThat(e.violation()).isEqualTo(Violation.DECOMPRESSED_TOO_LARGE));
  }

  @ParameterizedTest
  @EnumSource
  void a_message_that_cannot_be_decompressed_gives_its_room_back(FrameMode mode) {
    var gate = new CountingGate();
    FrameDecoder decoder = decoder(mode);
    decoder.gate(gate);
    byte[] wire = compressed(mode, zlib(text(41)), text(50));
    assertThatThrownBy(() -> received(decoder, wire)).isInstanceOf(ProtocolException.class);
    assertThat(gate.admitted).isEqualTo(50);
    assertThat(gate.occupied).isZero();
  }

  private static final class CountingGate implements MessageGate {
    private long admitted;
    private long occupied;

    @Override
    public boolean admit(long bytes) {
      admitted += bytes;
      occupied += bytes;
      return true;
    }

    @Override
    public void withdraw() {}

    @Override
    public void giveBack(long bytes) {
      occupied -= bytes;
    }
  }

  /** Fails at one segment, which no real method does at will. */
  private static final class FailingCompressor implements SegmentCompressor {
    private final SegmentCompressor real = ZLIB.compressor();
    private int left;

    FailingCompressor(int at) {
      left = at;
    }

    @Override
    public ByteBuf compress(ByteBuf segment, ByteBufAllocator from) {
      if (--left == 0) {
        throw new CompressionException("as told", null);
      }
      return real.compress(segment, from);
    }

    @Override
    public void release() {
      real.release();
    }
  }

  private FrameEncoder encoder(FrameMode mode, SegmentCompressor compressor) {
    FrameEncoder encoder = mode.encoder();
    encoder.compress(compressor, MINIMUM_BYTES, RatioLimit.DEFAULT, allocator);
    encoders.add(encoder);
    return encoder;
  }

  private FrameDecoder decoder(FrameMode mode) {
    return decoder(mode, RatioLimit.DEFAULT);
  }

  private FrameDecoder decoder(FrameMode mode, RatioLimit limit) {
    FrameDecoder decoder = mode.decoder(LIMIT_BYTES, allocator);
    decoder.decompress(ZLIB.decompressor(), limit);
    decoders.add(decoder);
    return decoder;
  }

  private void expectRefused(
      Violation violation, FrameMode mode, RatioLimit limit, byte[]... segments) {
    FrameDecoder decoder = decoder(mode, limit);
    byte[] wire = compressed(mode, segments);
    assertThatThrownBy(() -> received(decoder, wire))
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.violation()).isEqualTo(violation));
  }

  private static void expectReceived(FrameDecoder decoder, byte[] wire, byte[]... segments) {
    RawFrame frame = received(decoder, wire);
    for (int i = 0; i < segments.length; i++) {
      assertThat(ByteBufUtil.getBytes(frame.segment(i))).isEqualTo(segments[i]);
    }
    frame.release();
  }

  private static RawFrame received(FrameDecoder decoder, byte[] wire) {
    ByteBuf in = Unpooled.wrappedBuffer(wire);
    RawFrame frame = decoder.decode(in);
    assertThat(frame).isNotNull();
    assertThat(in.isReadable()).isFalse();
    return frame;
  }

  private static byte[] sent(FrameEncoder encoder, byte[]... segments) {
    byte[][] used = segments;
    while (used.length > 1 && used[used.length - 1].length == 0) {
      used = Arrays.copyOf(used, used.length - 1);
    }
    RawFrame frame = Frames.decoded(Tag.MESSAGE, used);
    byte[] wire = Encoded.bytes(out -> encoder.raw(frame, out));
    frame.release();
    return wire;
  }

  private static byte[] compressed(FrameMode mode, byte[]... segments) {
    return new HandmadeSender(mode).send(HandmadeFrame.of(Tag.MESSAGE, segments).flags(1));
  }

  private static byte[] zlib(byte[] plain) {
    SegmentCompressor compressor = ZLIB.compressor();
    ByteBuf out =
        compressor.compress(Unpooled.wrappedBuffer(plain), UnpooledByteBufAllocator.DEFAULT);
    byte[] bytes = ByteBufUtil.getBytes(out);
    out.release();
    compressor.release();
    return bytes;
  }

  private static byte[] text(int bytes) {
    return "msgr2 frame payload, "
        .repeat(bytes / 21 + 1)
        .substring(0, bytes)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
