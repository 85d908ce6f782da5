// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.CountingAllocator;
import io.msgr2.FuzzInput;
import io.msgr2.frame.Feed.Outcome;
import java.util.List;
import java.util.Optional;

/** What holds for a frame decoder whatever it is given. */
final class FrameProperties {
  private static final List<Feed> FEEDS = List.of(Feed.values());

  /** Checksums, padding, epilogue and authentication tags of one frame, and its preamble. */
  private static final int OVERHEAD_BYTES = 256;

  private FrameProperties() {}

  /**
   * Checks that bytes lead to the same frames and the same violation however they are cut, that no
   * more memory is asked for than the limit allows and all of it is given back, and that the frames
   * are the same again after they were encoded.
   *
   * @param script tells how to cut
   */
  static void check(FrameMode mode, int limitBytes, byte[] wire, FuzzInput script) {
    Feed feed = script.one(FEEDS);
    int pieceBytes = 1 + script.u8();
    CountingAllocator allocator = new CountingAllocator();
    Outcome whole = Feed.HEAP.whole(mode.decoder(limitBytes, allocator), allocator, wire);
    assertThat(allocator.largestBytes())
        .isLessThanOrEqualTo(Math.max(wire.length, limitBytes + OVERHEAD_BYTES));

    CountingAllocator another = new CountingAllocator();
    Outcome cut =
        feed.sliced(
            mode.decoder(limitBytes, another), another, wire, left -> Math.min(left, pieceBytes));
    assertThat(cut).isEqualTo(whole);
    assertThat(another.largestBytes())
        .isLessThanOrEqualTo(Math.max(pieceBytes, limitBytes + OVERHEAD_BYTES));

    CountingAllocator last = new CountingAllocator();
    assertThat(
            Feed.DIRECT.whole(
                mode.decoder(limitBytes, last), last, encoded(mode, limitBytes, wire)))
        .isEqualTo(new Outcome(whole.frames(), Optional.empty(), false));
  }

  /** Decodes all frames that there are and encodes them again. */
  private static byte[] encoded(FrameMode mode, int limitBytes, byte[] wire) {
    FrameEncoder encoder = mode.encoder();
    return Encoded.bytes(
        out ->
            Feed.forEachFrame(
                mode.decoder(limitBytes, new CountingAllocator()),
                wire,
                frame -> encoder.raw(frame, out)));
  }
}
