// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import io.msgr2.compression.CompressionAlgorithm;
import io.msgr2.compression.RatioLimit;
import io.msgr2.frame.Banner;
import io.msgr2.frame.BannerDecoder;
import io.msgr2.frame.FrameDecoder;
import io.msgr2.frame.FrameKeys;
import io.msgr2.frame.FrameLimits;
import io.msgr2.frame.RawFrame;
import io.msgr2.frame.Revision;
import io.msgr2.frame.Role;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.List;
import java.util.Optional;

/**
 * What one end of a TCP connection sent, on its way to banner and frames. Decodes what it was fed
 * only when asked to, so that the two directions of a connection stay in step.
 */
final class Direction {
  private static final int LIMIT_BYTES = FrameLimits.DEFAULT.messageBytes();

  private final SentBytes bytes;
  private final BannerDecoder bannerDecoder = new BannerDecoder();
  private Optional<Banner> banner = Optional.empty();
  private Optional<FrameDecoder> frames = Optional.empty();
  private Optional<CompressionAlgorithm> compression = Optional.empty();
  private long unitAt;
  private boolean stopped;

  Direction(SentBytes bytes) {
    this.bytes = bytes;
  }

  Role sender() {
    return bytes.sender();
  }

  SentBytes bytes() {
    return bytes;
  }

  /** Returns where the banner or frame begins that is being received, or that comes next. */
  long unitAt() {
    return unitAt;
  }

  /** Returns how many bytes there are from that position on, missing ones included. */
  long left() {
    return bytes.total() - unitAt;
  }

  Optional<Banner> banner() {
    return banner;
  }

  boolean framesBegun() {
    return frames.isPresent();
  }

  /** Returns whether a banner or frame was begun but is not there as a whole. */
  boolean midUnit() {
    return bytes.position() > unitAt;
  }

  boolean stopped() {
    return stopped;
  }

  /** Gives up: nothing more is decoded. */
  void stop() {
    stopped = true;
  }

  /** Returns the banner, or nothing while it is not there as a whole. */
  Optional<Banner> nextBanner() {
    banner = Optional.ofNullable(bannerDecoder.decode(bytes.unread()));
    return banner;
  }

  void beginFrames(Revision revision) {
    release();
    frames = Optional.of(new FrameDecoder(revision, LIMIT_BYTES, UnpooledByteBufAllocator.DEFAULT));
    compression.ifPresent(this::decompress);
  }

  /** Decompresses frames from the next one on. */
  void decompress(CompressionAlgorithm algorithm) {
    compression = Optional.of(algorithm);
    frames.ifPresent(to -> to.decompress(algorithm.decompressor(), RatioLimit.DEFAULT));
  }

  void secure(FrameKeys keys) {
    frames.orElseThrow().secure(keys, sender());
  }

  /** Returns the next frame, now the caller's, or nothing while it is not there as a whole. */
  Optional<RawFrame> nextFrame() {
    if (left() == 0) {
      return Optional.empty();
    }
    FrameDecoder decoder = frames.orElseThrow();
    decoder.limit(limitBytes());
    return Optional.ofNullable(decoder.decode(bytes.unread()));
  }

  /** Returns whether frames of any length that can be decoded would be longer than what is left. */
  boolean limitedByRecording() {
    return limitBytes() < LIMIT_BYTES;
  }

  /**
   * Returns how long a frame may be. No memory is needed for one that the recording does not have;
   * but what a compressed one becomes may be longer than all that is left.
   */
  private int limitBytes() {
    return compression.isPresent() ? LIMIT_BYTES : (int) Math.min(left(), LIMIT_BYTES);
  }

  /** Says that a banner or frame was read to its end. Returns its length. */
  int endUnit() {
    int length = (int) (bytes.position() - unitAt);
    unitAt = bytes.position();
    return length;
  }

  /** Passes over bytes that are missing in the recording. */
  void skipGap(long length) {
    release();
    bytes.skipGap(length);
    unitAt = bytes.position();
  }

  /**
   * Finds the next frame in crc mode, and goes on with it.
   *
   * @return its layout, or nothing when there is no frame before the next gap
   */
  Optional<Revision> resume(List<Revision> revisions) {
    Optional<FrameSearch.Found> found = FrameSearch.first(bytes.run(), revisions);
    found.ifPresent(
        frame -> {
          bytes.skip(frame.offset());
          unitAt = bytes.position() + frame.offset();
          beginFrames(frame.revision());
        });
    return found.map(FrameSearch.Found::revision);
  }

  /** Releases what is held of an unfinished frame. */
  void release() {
    frames.ifPresent(FrameDecoder::release);
  }
}
