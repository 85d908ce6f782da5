// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.compression.CompressionAlgorithm;
import io.msgr2.compression.CompressionAlgorithms;
import io.msgr2.compression.CompressionMethod;
import io.msgr2.compression.CompressionUnavailableException;
import io.msgr2.frame.Banner;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.FrameKeys;
import io.msgr2.frame.MessageHeader;
import io.msgr2.frame.RawFrame;
import io.msgr2.frame.Revision;
import io.msgr2.frame.Role;
import io.msgr2.frame.Tag;
import io.msgr2.testkit.recording.Chunk;
import io.msgr2.testkit.recording.RecordedConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Decodes one recorded TCP connection. Two things hold one direction back until the other has
 * caught up, whatever order the recording has them in: frames begin when both banners are there,
 * and a connector says nothing between a request for authentication or compression and its answer,
 * because the answer decides how it goes on.
 */
final class ConnectionDecoder {
  private static final int BANNER_PREFIX_BYTES = 8;
  private static final List<Revision> REVISIONS = List.of(Revision.V2_1, Revision.V2_0);

  private final RecordedConnection recorded;
  private final TranscriptBuilder transcript;
  private final Authentication authentication;
  private final Direction connector;
  private final Direction acceptor;
  private Optional<Revision> revision = Optional.empty();
  private Optional<String> compressionMissing = Optional.empty();
  private boolean awaitingCompression;
  private boolean inStep = true;

  /**
   * @param frameKeys for connections whose secret does not follow from their authentication
   */
  ConnectionDecoder(
      int number, RecordedConnection recorded, Keychain keychain, Optional<FrameKeys> frameKeys) {
    this.recorded = recorded;
    this.transcript = new TranscriptBuilder(number, recorded);
    this.connector = new Direction(new SentBytes(Role.CONNECTOR, recorded.chunks()));
    this.acceptor = new Direction(new SentBytes(Role.ACCEPTOR, recorded.chunks()));
    this.authentication = new Authentication(transcript, keychain, frameKeys, connector, acceptor);
  }

  ConnectionTranscript decode() {
    try {
      if (recorded.beginsMidStream()) {
        resumeWithoutBanner(connector);
        resumeWithoutBanner(acceptor);
      }
      recorded.chunks().forEach(this::chunk);
      // Whatever was still to come would be here by now.
      inStep = false;
      advance();
      end(connector);
      end(acceptor);
      return transcript.build();
    } finally {
      connector.release();
      acceptor.release();
    }
  }

  private void chunk(Chunk chunk) {
    Direction direction = of(chunk.sender());
    if (chunk instanceof Chunk.Bytes bytes) {
      direction.bytes().feed(bytes.bytes());
      advance();
    } else if (chunk instanceof Chunk.Gap gap) {
      gap(direction, gap.length());
    } else if (chunk instanceof Chunk.Finished) {
      transcript.add(new Event.Finished(chunk.sender()));
    } else {
      transcript.add(new Event.Reset(chunk.sender()));
    }
  }

  private void advance() {
    while (advance(connector) || advance(acceptor)) {
      // One banner or frame was decoded, and may have been what the other side waited for.
    }
  }

  private boolean advance(Direction direction) {
    if (direction.stopped() || !mayAdvance(direction)) {
      return false;
    }
    try {
      return direction.framesBegun() ? frame(direction) : banner(direction);
    } catch (ProtocolException e) {
      stop(direction, e);
      return true;
    }
  }

  private boolean mayAdvance(Direction direction) {
    if (direction.banner().isPresent() && !direction.framesBegun()) {
      revision.ifPresent(direction::beginFrames);
      return revision.isPresent();
    }
    if (!inStep || direction.midUnit()) {
      return true;
    }
    return authentication.mayGoOn(direction) && !(awaitingCompression && direction == connector);
  }

  private boolean banner(Direction direction) {
    Optional<Banner> banner = direction.nextBanner();
    banner.ifPresent(
        sent -> {
          long at = direction.unitAt();
          transcript.add(new Event.BannerSent(direction.sender(), at, direction.endUnit(), sent));
          bothBanners();
        });
    return banner.isPresent();
  }

  private void bothBanners() {
    if (revision.isEmpty() && connector.banner().isPresent() && acceptor.banner().isPresent()) {
      Banner one = connector.banner().get();
      Banner other = acceptor.banner().get();
      revision = Optional.of(one.revisionWith(other));
      transcript.banners(revision.get(), one.agrees(other, Banner.COMPRESSION));
    }
  }

  private boolean frame(Direction direction) {
    Optional<RawFrame> next = direction.nextFrame();
    if (next.isEmpty()) {
      return false;
    }
    RawFrame frame = next.get();
    try {
      long at = direction.unitAt();
      int length = direction.endUnit();
      read(direction, frame, at, length);
      return true;
    } finally {
      frame.release();
    }
  }

  private void read(Direction direction, RawFrame frame, long at, int length) {
    Role sender = direction.sender();
    if (frame.aborted()) {
      transcript.add(new Event.FrameAborted(sender, at, length, frame.tag()));
      return;
    }
    try {
      if (frame.tag() == Tag.MESSAGE) {
        Event.MessageSent message = message(sender, frame, at, length);
        transcript.add(message);
        authentication.message(message);
      } else {
        ControlFrame control = ControlFrame.read(frame);
        transcript.add(new Event.ControlSent(sender, at, length, control));
        authentication.control(direction, control, at);
        transcript.control(sender, control);
        compression(control);
      }
    } catch (ProtocolException e) {
      transcript.problem(ProblemKind.VIOLATION, sender, at, length, e.getMessage());
    }
  }

  private void compression(ControlFrame frame) {
    if (frame instanceof ControlFrame.CompressionRequest) {
      awaitingCompression = true;
    } else if (frame instanceof ControlFrame.CompressionDone done) {
      awaitingCompression = false;
      if (done.compress()) {
        CompressionMethod.ofWire(done.method()).ifPresent(this::decompress);
      }
    }
  }

  private void decompress(CompressionMethod method) {
    try {
      CompressionAlgorithm algorithm = CompressionAlgorithms.find(method);
      connector.decompress(algorithm);
      acceptor.decompress(algorithm);
    } catch (CompressionUnavailableException e) {
      compressionMissing = Optional.of(e.getMessage());
    }
  }

  private static Event.MessageSent message(Role sender, RawFrame frame, long at, int length) {
    return new Event.MessageSent(
        sender,
        at,
        length,
        MessageHeader.read(frame),
        copy(frame.segment(1)),
        copy(frame.segment(2)),
        copy(frame.segment(3)));
  }

  private static byte[] copy(ByteBuf segment) {
    return ByteBufUtil.getBytes(segment);
  }

  private void stop(Direction direction, ProtocolException violation) {
    OptionalInt method = transcript.compressionMethod();
    if (violation.violation() == Violation.COMPRESSION_NOT_AGREED && method.isPresent()) {
      transcript.stop(
          direction,
          ProblemKind.COMPRESSED,
          ControlText.compression(method.getAsInt())
              + " frames begin here"
              + compressionMissing.map(why -> "; " + why).orElse(""));
    } else if (violation.violation() == Violation.SEGMENT_TOO_LARGE
        && direction.limitedByRecording()) {
      transcript.stop(
          direction, ProblemKind.CUT, "the recording ends within a frame that announces more");
    } else {
      transcript.stop(direction, ProblemKind.VIOLATION, violation.getMessage());
    }
  }

  private void gap(Direction direction, long length) {
    if (direction.stopped()) {
      return;
    }
    long at = direction.unitAt();
    long left = direction.left();
    boolean readable = direction.framesBegun();
    direction.skipGap(length);
    Optional<Revision> found =
        readable ? direction.resume(List.of(revision.orElseThrow())) : Optional.empty();
    if (found.isEmpty()) {
      direction.stop();
    }
    transcript.problem(
        ProblemKind.GAP,
        direction.sender(),
        at,
        found.isEmpty() ? left : direction.unitAt() - at,
        length + " bytes are missing in the recording");
  }

  private void resumeWithoutBanner(Direction direction) {
    byte[] run = direction.bytes().run();
    if (run.length == 0 || beginsWithBanner(run)) {
      return;
    }
    inStep = false;
    long left = direction.left();
    Optional<Revision> found = direction.resume(revision.map(List::of).orElse(REVISIONS));
    found.ifPresentOrElse(
        layout -> {
          revision = found;
          transcript.revision(layout);
        },
        direction::stop);
    if (found.isEmpty() || direction.unitAt() > 0) {
      transcript.problem(
          ProblemKind.MID_STREAM,
          direction.sender(),
          0,
          found.isEmpty() ? left : direction.unitAt(),
          found.isEmpty()
              ? "no frame in crc mode is found: encrypted, or no msgr2"
              : "the first whole frame is found here");
    }
  }

  private void end(Direction direction) {
    if (direction.stopped() || direction.left() == 0) {
      return;
    }
    boolean waiting = direction.banner().isPresent() && !direction.framesBegun();
    transcript.stop(
        direction,
        waiting ? ProblemKind.PEER_MISSING : ProblemKind.CUT,
        waiting
            ? "the peer's banner, which decides on the layout of frames, is not there"
            : "the recording ends within a " + (direction.framesBegun() ? "frame" : "banner"));
  }

  private static boolean beginsWithBanner(byte[] run) {
    int length = Math.min(run.length, BANNER_PREFIX_BYTES);
    return Arrays.equals(run, 0, length, new Banner(0, 0).toBytes(), 0, length);
  }

  private Direction of(Role sender) {
    return switch (sender) {
      case CONNECTOR -> connector;
      case ACCEPTOR -> acceptor;
    };
  }
}
