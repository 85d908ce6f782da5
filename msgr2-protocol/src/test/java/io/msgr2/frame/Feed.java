// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.CountingAllocator;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;

/**
 * Ways to hand bytes to a decoder. Whatever comes of them, all that was allocated is released
 * afterwards.
 */
enum Feed {
  /** Pieces of native memory. */
  DIRECT {
    @Override
    ByteBuf allocate(CountingAllocator allocator, int bytes) {
      return allocator.directBuffer(bytes, bytes);
    }
  },
  /** Pieces that are arrays. */
  HEAP {
    @Override
    ByteBuf allocate(CountingAllocator allocator, int bytes) {
      return allocator.heapBuffer(bytes, bytes);
    }
  },
  /** Pieces of native memory, but into the decoder's own buffer where it offers one. */
  TARGET {
    @Override
    ByteBuf allocate(CountingAllocator allocator, int bytes) {
      return allocator.directBuffer(bytes, bytes);
    }
  };

  /**
   * @param frames what was received
   * @param violation why nothing more can be received, if so
   * @param midFrame whether the bytes ended within a frame
   */
  record Outcome(List<SeenFrame> frames, Optional<Violation> violation, boolean midFrame) {}

  abstract ByteBuf allocate(CountingAllocator allocator, int bytes);

  /** Hands the bytes over in one piece. */
  Outcome whole(FrameDecoder decoder, CountingAllocator allocator, byte[] bytes) {
    return sliced(decoder, allocator, bytes, left -> left);
  }

  /** Hands the bytes over one at a time. */
  Outcome drip(FrameDecoder decoder, CountingAllocator allocator, byte[] bytes) {
    return sliced(decoder, allocator, bytes, left -> 1);
  }

  /**
   * Hands the bytes over in pieces.
   *
   * @param length of the next piece, given how many bytes are left
   */
  Outcome sliced(
      FrameDecoder decoder, CountingAllocator allocator, byte[] bytes, IntUnaryOperator length) {
    List<SeenFrame> frames = new ArrayList<>();
    Optional<Violation> violation = Optional.empty();
    boolean midFrame = false;
    try {
      for (int at = 0; at < bytes.length; ) {
        int wanted = length.applyAsInt(bytes.length - at);
        ByteBuf target = this == TARGET ? decoder.target() : null;
        at +=
            target == null
                ? piece(decoder, allocator, bytes, at, wanted, frames)
                : received(decoder, target, bytes, at, wanted, frames);
      }
      midFrame = decoder.midFrame();
    } catch (ProtocolException e) {
      violation = Optional.of(e.violation());
    } finally {
      decoder.release();
    }
    allocator.expectNothingHeld();
    return new Outcome(frames, violation, midFrame);
  }

  /** Decodes the bytes up to the first violation, if there is any, and looks at every frame. */
  static void forEachFrame(FrameDecoder decoder, byte[] bytes, Consumer<RawFrame> look) {
    ByteBuf in = Unpooled.wrappedBuffer(bytes);
    try {
      for (RawFrame frame = decoder.decode(in); frame != null; frame = decoder.decode(in)) {
        look.accept(frame);
        frame.release();
      }
    } catch (ProtocolException e) {
      assertThat(e.violation()).isNotNull();
    } finally {
      decoder.release();
    }
  }

  private int piece(
      FrameDecoder decoder,
      CountingAllocator allocator,
      byte[] bytes,
      int at,
      int length,
      List<SeenFrame> frames) {
    ByteBuf in = allocate(allocator, length).writeBytes(bytes, at, length);
    try {
      takeAll(decoder, in, frames);
    } finally {
      in.release();
    }
    return length;
  }

  private static int received(
      FrameDecoder decoder,
      ByteBuf target,
      byte[] bytes,
      int at,
      int wanted,
      List<SeenFrame> frames) {
    assertThat(target.isWritable()).as("a target has room").isTrue();
    int length = Math.min(wanted, target.writableBytes());
    target.writeBytes(bytes, at, length);
    takeAll(decoder, Unpooled.EMPTY_BUFFER, frames);
    return length;
  }

  private static void takeAll(FrameDecoder decoder, ByteBuf in, List<SeenFrame> frames) {
    for (RawFrame frame = decoder.decode(in); frame != null; frame = decoder.decode(in)) {
      frames.add(SeenFrame.take(frame));
    }
    assertThat(in.isReadable()).as("bytes are left").isFalse();
  }
}
