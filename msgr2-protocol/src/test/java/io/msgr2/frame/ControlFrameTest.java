// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.codec.WireWriter;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

class ControlFrameTest {
  static final ControlFrameSamples.Sample[] SAMPLES = ControlFrameSamples.all();

  @Test
  void samples_are_of_every_tag_but_message() {
    assertThat(Stream.of(SAMPLES).map(sample -> sample.control().tag()))
        .containsAll(EnumSet.complementOf(EnumSet.of(Tag.MESSAGE)));
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void writes_its_fields_in_the_order_of_the_wire(ControlFrameSamples.Sample sample) {
    assertThat(HexFormat.of().formatHex(WireWriter.toBytes(sample.control()::write)))
        .isEqualTo(sample.hex());
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void reads_what_was_written(ControlFrameSamples.Sample sample) {
    RawFrame frame = Frames.decoded(sample.control().tag(), sample.payload());
    assertThat(ControlFrame.read(frame)).usingRecursiveComparison().isEqualTo(sample.control());
    frame.release();
  }

  static Stream<Object[]> inEveryMode() {
    return Stream.of(FrameMode.values())
        .flatMap(mode -> Stream.of(SAMPLES).map(sample -> new Object[] {mode, sample}));
  }

  @ParameterizedTest
  @MethodSource("inEveryMode")
  void travels(FrameMode mode, ControlFrameSamples.Sample sample) {
    byte[] wire = Encoded.bytes(out -> mode.encoder().control(sample.control(), out));
    HandmadeFrame expected = HandmadeFrame.of(sample.control().tag(), sample.payload());
    assertThat(wire).isEqualTo(new HandmadeSender(mode).send(expected));

    RawFrame frame = Frames.decoded(mode, expected);
    assertThat(frame.tag()).isEqualTo(sample.control().tag());
    assertThat(ControlFrame.read(frame)).usingRecursiveComparison().isEqualTo(sample.control());
    frame.release();
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void rejects_a_payload_cut_short_at_any_byte(ControlFrameSamples.Sample sample) {
    for (int length = 0; length < sample.payload().length; length++) {
      expectRefused(
          Violation.PAYLOAD_SHORT, sample.control().tag(), Arrays.copyOf(sample.payload(), length));
    }
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void rejects_a_trailing_byte(ControlFrameSamples.Sample sample) {
    expectRefused(
        Violation.PAYLOAD_TRAILING_BYTES,
        sample.control().tag(),
        Arrays.copyOf(sample.payload(), sample.payload().length + 1));
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void rejects_a_second_segment(ControlFrameSamples.Sample sample) {
    expectRefused(
        Violation.SEGMENT_LAYOUT, sample.control().tag(), sample.payload(), new byte[] {0});
    expectRefused(
        Violation.SEGMENT_LAYOUT,
        sample.control().tag(),
        sample.payload(),
        new byte[0],
        new byte[0],
        new byte[] {0});
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void handles_every_flipped_bit(ControlFrameSamples.Sample sample) {
    for (int bit = 0; bit < Byte.SIZE * sample.payload().length; bit++) {
      byte[] damaged = sample.payload().clone();
      damaged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      RawFrame frame = Frames.decoded(sample.control().tag(), damaged);
      try {
        assertThat(ControlFrame.read(frame).tag()).isEqualTo(sample.control().tag());
      } catch (ProtocolException refused) {
        assertThat(refused.violation().name()).matches("PAYLOAD_.*|STRUCT_INCOMPATIBLE");
      } finally {
        frame.release();
      }
    }
  }

  @Test
  void reads_any_byte_but_zero_as_true() {
    RawFrame frame = Frames.decoded(Tag.SESSION_RESET, new byte[] {2});
    assertThat(ControlFrame.read(frame)).isEqualTo(new ControlFrame.SessionReset(true));
    frame.release();
  }

  @Test
  void a_message_is_none() {
    RawFrame frame = Frames.decoded(Tag.MESSAGE, new byte[MessageHeader.BYTES]);
    assertThatThrownBy(() -> ControlFrame.read(frame)).isInstanceOf(IllegalArgumentException.class);
    frame.release();
  }

  @Test
  void reading_leaves_the_frame_to_its_owner() {
    RawFrame frame = Frames.decoded(Tag.ACK, new byte[8]);
    ControlFrame.read(frame);
    assertThat(frame.segment(0).readableBytes()).isEqualTo(8);
    assertThat(frame.segment(0).refCnt()).isEqualTo(1);
    frame.release();
  }

  @Test
  void tags_have_their_numbers() {
    assertThat(Stream.of(Tag.values()).map(tag -> tag.wire() + " " + tag))
        .containsExactly(
            "1 HELLO",
            "2 AUTH_REQUEST",
            "3 AUTH_BAD_METHOD",
            "4 AUTH_REPLY_MORE",
            "5 AUTH_REQUEST_MORE",
            "6 AUTH_DONE",
            "7 AUTH_SIGNATURE",
            "8 CLIENT_IDENT",
            "9 SERVER_IDENT",
            "10 IDENT_MISSING_FEATURES",
            "11 SESSION_RECONNECT",
            "12 SESSION_RESET",
            "13 SESSION_RETRY",
            "14 SESSION_RETRY_GLOBAL",
            "15 SESSION_RECONNECT_OK",
            "16 WAIT",
            "17 MESSAGE",
            "18 KEEPALIVE2",
            "19 KEEPALIVE2_ACK",
            "20 ACK",
            "21 COMPRESSION_REQUEST",
            "22 COMPRESSION_DONE");
    assertThat(
            Stream.of(Tag.values()).map(tag -> Tag.ofWire(tag.wire())).collect(Collectors.toSet()))
        .isEqualTo(EnumSet.allOf(Tag.class));
  }

  private static void expectRefused(Violation violation, Tag tag, byte[]... segments) {
    RawFrame frame = Frames.decoded(tag, segments);
    assertThatThrownBy(() -> ControlFrame.read(frame))
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.violation()).isEqualTo(violation));
    frame.release();
  }
}
