// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.CountingAllocator;
import io.msgr2.codec.Violation;
import io.msgr2.frame.Feed.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused on sight of the preamble, before anything that follows it. */
@ParameterizedClass
@EnumSource
class PreambleTest {
  private static final int LIMIT_BYTES = 1000;

  private final FrameMode mode;

  PreambleTest(FrameMode mode) {
    this.mode = mode;
  }

  @Test
  void refuses_a_wrong_checksum() {
    expectRefused(Violation.PREAMBLE_CRC, frame().wrongPreambleCrc());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 255})
  void refuses_another_number_of_segments_than_1_to_4(int count) {
    expectRefused(Violation.SEGMENT_COUNT, frame().count(count));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void refuses_an_empty_last_segment(int count) {
    expectRefused(Violation.SEGMENT_LAST_EMPTY, frame().count(count));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 16, 4096, 0x8000})
  void accepts_the_alignment(int alignment) {
    Outcome outcome = receive(new HandmadeSender(mode).send(frame().alignment(0, alignment)));
    assertThat(outcome.violation()).isEmpty();
    assertThat(outcome.frames().get(0).alignments()).isEqualTo(List.of(alignment, 0, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 12, 24, 4095, 65535})
  void refuses_the_alignment(int alignment) {
    expectRefused(Violation.SEGMENT_ALIGNMENT, frame().alignment(0, alignment));
    expectRefused(
        Violation.SEGMENT_ALIGNMENT,
        HandmadeFrame.of(Tag.MESSAGE, new byte[41], new byte[1]).alignment(1, alignment));
  }

  @ParameterizedTest
  @ValueSource(longs = {LIMIT_BYTES + 1, 0x7fff_ffffL, 0x8000_0000L, 0xffff_fff0L, 0xffff_ffffL})
  void refuses_a_segment_above_the_limit(long length) {
    expectRefused(Violation.SEGMENT_TOO_LARGE, frame().length(0, length));
  }

  @Test
  void refuses_segments_that_are_above_the_limit_together() {
    expectRefused(
        Violation.SEGMENT_TOO_LARGE,
        HandmadeFrame.of(Tag.MESSAGE, new byte[41], new byte[480], new byte[0], new byte[480]));
    expectRefused(
        Violation.SEGMENT_TOO_LARGE,
        HandmadeFrame.of(Tag.MESSAGE, new byte[1], new byte[1], new byte[1], new byte[1])
            .length(0, 0xffff_ffffL)
            .length(1, 0xffff_ffffL)
            .length(2, 0xffff_ffffL)
            .length(3, 0xffff_ffffL));
  }

  @Test
  void accepts_segments_of_the_limit_exactly() {
    byte[] wire =
        new HandmadeSender(mode)
            .send(HandmadeFrame.of(Tag.MESSAGE, new byte[41], new byte[LIMIT_BYTES - 41]));
    assertThat(receive(wire).frames()).hasSize(1);
  }

  @Test
  void refuses_a_compressed_frame() {
    expectRefused(Violation.COMPRESSION_NOT_AGREED, frame().flags(1));
    expectRefused(Violation.COMPRESSION_NOT_AGREED, frame().flags(0xff));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 23, 24, 128, 255})
  void refuses_an_unknown_tag(int tag) {
    expectRefused(Violation.TAG_UNKNOWN, frame().tag(tag));
  }

  @Test
  void ignores_what_is_reserved() {
    SeenFrame plain = receive(new HandmadeSender(mode).send(frame())).frames().get(0);
    HandmadeFrame odd =
        frame().flags(0xfe).reserved(0xff).length(2, 0xffff_ffffL).alignment(3, 0xffff);
    assertThat(receive(new HandmadeSender(mode).send(odd)).frames()).containsExactly(plain);
  }

  private static HandmadeFrame frame() {
    return HandmadeFrame.of(Tag.KEEPALIVE2, new byte[8]);
  }

  private void expectRefused(Violation violation, HandmadeFrame frame) {
    byte[] wire = new HandmadeSender(mode).send(frame);
    byte[] head = Arrays.copyOf(wire, mode == FrameMode.SECURE_2_1 ? 96 : 32);
    for (byte[] bytes : List.of(wire, head)) {
      CountingAllocator allocator = new CountingAllocator();
      Outcome outcome = Feed.DIRECT.whole(mode.decoder(LIMIT_BYTES, allocator), allocator, bytes);
      assertThat(outcome.frames()).isEmpty();
      assertThat(outcome.violation()).isEqualTo(Optional.of(violation));
      assertThat(allocator.allocations()).as("buffers beside the input").isEqualTo(1);
    }
  }

  private Outcome receive(byte[] wire) {
    CountingAllocator allocator = new CountingAllocator();
    return Feed.HEAP.whole(mode.decoder(LIMIT_BYTES, allocator), allocator, wire);
  }
}
