// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.CountingAllocator;
import io.msgr2.Seed;
import io.msgr2.codec.Violation;
import io.msgr2.frame.Feed.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Sample frames cut and damaged in every way of which there are few enough to try them all. */
@ParameterizedClass
@EnumSource
@Timeout(60)
class FrameRobustnessTest {
  private static final int LIMIT_BYTES = 4096;
  private static final List<Feed> FEEDS = List.of(Feed.values());

  private final FrameMode mode;

  FrameRobustnessTest(FrameMode mode) {
    this.mode = mode;
  }

  @Test
  void receives_frames_one_byte_at_a_time() {
    byte[] wire = stream();
    List<SeenFrame> expected = expected();
    for (Feed feed : Feed.values()) {
      CountingAllocator allocator = new CountingAllocator();
      assertThat(feed.drip(decoder(allocator), allocator, wire))
          .isEqualTo(new Outcome(expected, Optional.empty(), false));
    }
  }

  @Test
  void receives_frames_however_they_are_cut() {
    Random random = Seed.random("receives_frames_however_they_are_cut " + mode);
    byte[] wire = stream();
    List<SeenFrame> expected = expected();
    for (int round = 0; round < 100; round++) {
      int longest = 1 + random.nextInt(300);
      for (Feed feed : Feed.values()) {
        CountingAllocator allocator = new CountingAllocator();
        assertThat(
                feed.sliced(
                    decoder(allocator),
                    allocator,
                    wire,
                    left -> Math.min(left, random.nextInt(longest + 1))))
            .isEqualTo(new Outcome(expected, Optional.empty(), false));
      }
    }
  }

  @Test
  void waits_for_the_rest_of_a_frame_cut_short_at_any_byte() {
    for (HandmadeFrame sample : samples()) {
      byte[] wire = new HandmadeSender(mode).send(sample);
      for (int length = 0; length < wire.length; length++) {
        byte[] cut = Arrays.copyOf(wire, length);
        for (Feed feed : Feed.values()) {
          Outcome waiting = new Outcome(List.of(), Optional.empty(), length > 0);
          CountingAllocator allocator = new CountingAllocator();
          assertThat(feed.whole(decoder(allocator), allocator, cut)).isEqualTo(waiting);
        }
        CountingAllocator allocator = new CountingAllocator();
        assertThat(Feed.TARGET.drip(decoder(allocator), allocator, cut).frames()).isEmpty();
      }
    }
  }

  @Test
  void every_flipped_bit_has_the_outcome_it_must_have() {
    Random random = Seed.random("every_flipped_bit_has_the_outcome_it_must_have " + mode);
    for (HandmadeFrame sample : samples()) {
      byte[] wire = new HandmadeSender(mode).send(sample);
      SeenFrame intact = SeenFrame.take(Frames.decoded(mode, sample));
      for (int bit = 0; bit < Byte.SIZE * wire.length; bit++) {
        byte[] damaged = wire.clone();
        damaged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        Outcome expected = expected(sample, intact, wire.length, bit);
        expectOutcome(expected, feed(bit), damaged, wire.length);
        expectOutcome(expected, feed(bit + 1), damaged, 1 + random.nextInt(wire.length));
      }
    }
  }

  @Test
  void garbage_is_refused_by_name() {
    Random random = Seed.random("garbage_is_refused_by_name " + mode);
    for (int round = 0; round < 2000; round++) {
      byte[] garbage = Frames.random(random, 200)[0];
      CountingAllocator allocator = new CountingAllocator();
      Outcome outcome =
          Feed.DIRECT.sliced(
              decoder(allocator),
              allocator,
              garbage,
              left -> Math.min(left, 1 + random.nextInt(200)));
      assertThat(outcome.frames()).isEmpty();
      assertThat(outcome.violation())
          .isEqualTo(
              Optional.of(
                  mode == FrameMode.SECURE_2_1
                      ? Violation.FRAME_NOT_AUTHENTIC
                      : Violation.PREAMBLE_CRC));
    }
  }

  @Test
  void damage_behind_valid_checksums_is_refused_by_name_or_is_a_frame() {
    // The peer has the keys and computes checksums, but sends what it likes.
    Random random = Seed.random("damage_behind_valid_checksums " + mode);
    EnumSet<Violation> seen = EnumSet.noneOf(Violation.class);
    for (int round = 0; round < 5000; round++) {
      HandmadeFrame frame =
          HandmadeFrame.of(Tag.MESSAGE, Frames.random(random, 41, 20, 0, 30))
              .tag(random.nextInt(24))
              .count(random.nextInt(6))
              .flags(random.nextInt(3))
              .late(random.nextInt(256))
              .alignment(random.nextInt(4), random.nextInt(20));
      for (int segment = 0; segment < 4; segment++) {
        if (random.nextBoolean()) {
          frame.length(segment, random.nextInt(random.nextBoolean() ? 100 : Integer.MAX_VALUE));
        }
      }
      byte[] wire = new HandmadeSender(mode).send(frame);
      CountingAllocator allocator = new CountingAllocator();
      Feed.DIRECT.whole(decoder(allocator), allocator, wire).violation().ifPresent(seen::add);
      assertThat(allocator.largestBytes()).isLessThan(2 * LIMIT_BYTES);
    }
    assertThat(seen)
        .contains(
            Violation.TAG_UNKNOWN,
            Violation.SEGMENT_COUNT,
            Violation.SEGMENT_TOO_LARGE,
            Violation.SEGMENT_ALIGNMENT,
            Violation.COMPRESSION_NOT_AGREED);
  }

  /** Control frames and messages, and all that is special about the lengths of segments. */
  private static List<HandmadeFrame> samples() {
    Random random = new Random(10);
    List<HandmadeFrame> samples = new ArrayList<>();
    samples.add(HandmadeFrame.of(Tag.WAIT, new byte[0]));
    samples.add(
        HandmadeFrame.of(Tag.HELLO, HexFormat.of().parseHex(ControlFrameSamples.all()[0].hex())));
    for (int length : new int[] {1, 15, 16, 17, 32, 33, 47, 48, 49, 64, 65}) {
      samples.add(HandmadeFrame.of(Tag.AUTH_REQUEST, Frames.random(random, length)));
    }
    for (int[] lengths :
        new int[][] {
          {41}, {41, 1}, {41, 16}, {41, 0, 17}, {41, 0, 0, 15}, {41, 3, 16, 33}, {49, 1}, {0, 1}
        }) {
      samples.add(HandmadeFrame.of(Tag.MESSAGE, Frames.random(random, lengths)));
    }
    return Collections.unmodifiableList(samples);
  }

  private byte[] stream() {
    HandmadeSender sender = new HandmadeSender(mode);
    byte[] stream = {};
    for (HandmadeFrame sample : samples()) {
      byte[] wire = sender.send(sample);
      int at = stream.length;
      stream = Arrays.copyOf(stream, at + wire.length);
      System.arraycopy(wire, 0, stream, at, wire.length);
    }
    return stream;
  }

  private List<SeenFrame> expected() {
    return samples().stream().map(sample -> SeenFrame.take(Frames.decoded(mode, sample))).toList();
  }

  private Outcome expected(HandmadeFrame sample, SeenFrame intact, int wireBytes, int bit) {
    int at = bit / Byte.SIZE;
    if (mode == FrameMode.SECURE_2_1) {
      return refused(Violation.FRAME_NOT_AUTHENTIC);
    }
    if (at < 32) {
      return refused(Violation.PREAMBLE_CRC);
    }
    if (mode == FrameMode.SECURE_2_0) {
      return refused(Violation.FRAME_NOT_AUTHENTIC);
    }
    boolean rev20 = mode == FrameMode.CRC_2_0;
    if (!rev20 && sample.segments() == 1) {
      return refused(Violation.SEGMENT_CRC);
    }
    int lateAt = wireBytes - (rev20 ? 17 : 13);
    if (at == lateAt) {
      int late = 1 << bit % Byte.SIZE;
      if (rev20 && late == 1) {
        return received(new SeenFrame(intact.tag(), true, intact.alignments(), intact.segments()));
      }
      return rev20 || late > 0x0f ? received(intact) : refused(Violation.LATE_STATUS);
    }
    // Checksums of segments that the frame does not have are not looked at.
    int usedCrcs = rev20 ? sample.segments() : sample.segments() - 1;
    return at > lateAt + usedCrcs * Integer.BYTES
        ? received(intact)
        : refused(Violation.SEGMENT_CRC);
  }

  private void expectOutcome(Outcome expected, Feed feed, byte[] wire, int pieceBytes) {
    CountingAllocator allocator = new CountingAllocator();
    Outcome outcome =
        feed.sliced(decoder(allocator), allocator, wire, left -> Math.min(left, pieceBytes));
    assertThat(outcome).isEqualTo(expected);
    assertThat(allocator.largestBytes()).isLessThanOrEqualTo(wire.length + Preamble.BYTES);
  }

  private static Feed feed(int index) {
    return FEEDS.get(index % FEEDS.size());
  }

  private FrameDecoder decoder(CountingAllocator allocator) {
    return mode.decoder(LIMIT_BYTES, allocator);
  }

  private static Outcome refused(Violation violation) {
    return new Outcome(List.of(), Optional.of(violation), false);
  }

  private static Outcome received(SeenFrame frame) {
    return new Outcome(List.of(frame), Optional.empty(), false);
  }
}
