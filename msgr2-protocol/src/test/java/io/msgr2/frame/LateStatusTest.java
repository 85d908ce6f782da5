// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import static io.netty.buffer.Unpooled.EMPTY_BUFFER;
import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.CountingAllocator;
import io.msgr2.codec.Violation;
import io.msgr2.frame.Feed.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether the sender went through with a frame. */
class LateStatusTest {
  @ParameterizedTest
  @EnumSource(names = ".*2_0", mode = EnumSource.Mode.MATCH_ALL)
  void lowest_bit_aborts_in_2_0_and_no_other_counts(FrameMode mode) {
    for (int late = 0; late < 256; late++) {
      Outcome outcome = receive(mode, frame().late(late));
      assertThat(outcome.violation()).isEmpty();
      assertThat(outcome.frames().get(0).aborted()).as("%02x", late).isEqualTo((late & 1) == 1);
    }
  }

  @ParameterizedTest
  @EnumSource(names = ".*2_1", mode = EnumSource.Mode.MATCH_ALL)
  void low_nibble_must_be_one_of_two_in_2_1_and_the_high_one_is_ignored(FrameMode mode) {
    for (int late = 0; late < 256; late++) {
      Outcome outcome = receive(mode, frame().late(late));
      switch (late & 0x0f) {
        case 0x0e -> assertThat(outcome.frames().get(0).aborted()).as("%02x", late).isFalse();
        case 0x01 -> assertThat(outcome.frames().get(0).aborted()).as("%02x", late).isTrue();
        default -> {
          assertThat(outcome.frames()).as("%02x", late).isEmpty();
          assertThat(outcome.violation()).isEqualTo(Optional.of(Violation.LATE_STATUS));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aborted_message_is_flagged_and_the_next_one_received(FrameMode mode) {
    ByteBuf front = Unpooled.wrappedBuffer(new byte[100]);
    FrameEncoder encoder = mode.encoder();
    byte[] wire =
        Encoded.bytes(
            out -> {
              encoder.abortedMessage(Frames.header(), front, EMPTY_BUFFER, EMPTY_BUFFER, out);
              encoder.message(Frames.header(), front, EMPTY_BUFFER, EMPTY_BUFFER, out);
            });
    HandmadeSender sender = new HandmadeSender(mode);
    byte[] header = Frames.bytes(Frames.header());

    Outcome outcome = receive(mode, wire);

    assertThat(outcome.frames()).extracting(SeenFrame::aborted).containsExactly(true, false);
    assertThat(wire)
        .startsWith(sender.send(HandmadeFrame.of(Tag.MESSAGE, header, new byte[100]).late(1)));
  }

  @ParameterizedTest
  @EnumSource
  void aborted_frame_is_sent_again_as_one(FrameMode mode) {
    RawFrame aborted = Frames.decoded(mode, frame().late(1));
    byte[] wire = Encoded.bytes(out -> mode.encoder().raw(aborted, out));
    aborted.release();
    assertThat(receive(mode, wire).frames()).extracting(SeenFrame::aborted).containsExactly(true);
  }

  @ParameterizedTest
  @EnumSource
  void single_segment_can_be_aborted_in_2_0_alone(FrameMode mode) {
    byte[] wire =
        Encoded.bytes(
            out ->
                mode.encoder()
                    .abortedMessage(
                        Frames.header(), EMPTY_BUFFER, EMPTY_BUFFER, EMPTY_BUFFER, out));
    assertThat(receive(mode, wire).frames())
        .extracting(SeenFrame::aborted)
        .containsExactly(mode.revision() == Revision.V2_0);
  }

  @ParameterizedTest
  @EnumSource(names = "CRC.*", mode = EnumSource.Mode.MATCH_ALL)
  void aborted_frame_is_verified_first_in_crc_mode(FrameMode mode) {
    for (int segment = 0; segment < 2; segment++) {
      Outcome outcome = receive(mode, frame().late(1).wrongSegmentCrc(segment));
      assertThat(outcome.violation()).isEqualTo(Optional.of(Violation.SEGMENT_CRC));
    }
  }

  @ParameterizedTest
  @EnumSource(names = "SECURE.*", mode = EnumSource.Mode.MATCH_ALL)
  void aborted_frame_is_verified_first_in_secure_mode(FrameMode mode) {
    byte[] wire = new HandmadeSender(mode).send(frame().late(1));
    wire[wire.length - 1]++;
    assertThat(receive(mode, wire).violation())
        .isEqualTo(Optional.of(Violation.FRAME_NOT_AUTHENTIC));
  }

  private static HandmadeFrame frame() {
    return HandmadeFrame.of(Tag.MESSAGE, new byte[MessageHeader.BYTES], new byte[10]);
  }

  private static Outcome receive(FrameMode mode, HandmadeFrame frame) {
    return receive(mode, new HandmadeSender(mode).send(frame));
  }

  private static Outcome receive(FrameMode mode, byte[] wire) {
    CountingAllocator allocator = new CountingAllocator();
    return Feed.DIRECT.whole(mode.decoder(1000, allocator), allocator, wire);
  }
}
