// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.ResourceLeakDetector;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FrameAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int FRAMES = 100;
  private static final int CLASSES = 33;

  // The leak detector's stack traces included; a chunk of the pool has four megabytes.
  private static final long LIMIT_BYTES = 500_000;

  private final PooledByteBufAllocator pool = new PooledByteBufAllocator(false);

  /** Whether small buffers lie before larger ones in a chunk of the pool, or after them. */
  private enum Order {
    ASCENDING,
    DESCENDING
  }

  static Stream<Arguments> modesAndOrders() {
    return Stream.of(FrameMode.values())
        .flatMap(mode -> Stream.of(Order.values()).map(order -> Arguments.of(mode, order)));
  }

  @ParameterizedTest
  @MethodSource("modesAndOrders")
  void a_small_frame_does_not_cost_a_chunk_of_the_pool(FrameMode mode, Order order) {
    FrameEncoder encoder = mode.encoder();
    FrameDecoder decoder = mode.decoder(1 << 20, pool);
    FrameOutput out = new FrameOutput(pool);
    List<ByteBuf> placed = place(order);
    ByteBuf payload = pool.heapBuffer(64).writeZero(64);
    exchange(encoder, decoder, out, payload);

    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < FRAMES; i++) {
      exchange(encoder, decoder, out, payload);
    }
    long each = (THREADS.getCurrentThreadAllocatedBytes() - before) / FRAMES;

    payload.release();
    placed.forEach(ByteBuf::release);
    assertThat(each).as("bytes allocated for each frame").isLessThan(LIMIT_BYTES);
  }

  @ParameterizedTest
  @EnumSource
  void netty_does_not_watch_over_each_frame_of_a_buffer(FrameMode mode) {
    FrameEncoder encoder = mode.encoder();
    FrameDecoder decoder = mode.decoder(1 << 20, pool);
    long[] each = new long[2];
    for (int round = 0; round < each.length; round++) {
      ByteBuf wire = pool.directBuffer().writeBytes(frames(encoder));
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (RawFrame frame = decoder.decode(wire); frame != null; frame = decoder.decode(wire)) {
        frame.release();
      }
      each[round] = (THREADS.getCurrentThreadAllocatedBytes() - before) / FRAMES;
      wire.release();
    }
    assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
    assertThat(each[1])
        .as("bytes allocated for each frame, of which a stack trace would be thousands")
        .isLessThan(
            switch (mode) {
              case CRC_2_0, CRC_2_1 -> 1_000;
              case SECURE_2_0 -> 10_000;
              case SECURE_2_1 -> 4_000;
            });
  }

  private static byte[] frames(FrameEncoder encoder) {
    ByteBuf data = Unpooled.wrappedBuffer(new byte[64]);
    ByteBuf nothing = Unpooled.EMPTY_BUFFER;
    return Encoded.bytes(
        out -> {
          for (int i = 0; i < FRAMES; i++) {
            encoder.message(Frames.header(), nothing, nothing, data, out);
          }
        });
  }

  /** Gives each small size its place in the pool, in the given order. */
  private List<ByteBuf> place(Order order) {
    return IntStream.range(1, CLASSES)
        .map(i -> order == Order.ASCENDING ? i : CLASSES - i)
        .mapToObj(i -> pool.heapBuffer(16 * i))
        .toList();
  }

  /** Sends a frame and receives it twice as it can come: in one piece, and cut within its body. */
  private void exchange(
      FrameEncoder encoder, FrameDecoder decoder, FrameOutput out, ByteBuf payload) {
    for (int cut : new int[] {0, 20}) {
      encoder.message(
          new MessageHeader(1, 1, 2, 127, 1, 1, 0, 0, MessageHeader.FLAGS),
          Unpooled.EMPTY_BUFFER,
          Unpooled.EMPTY_BUFFER,
          payload,
          out);
      ByteBuf wire = pool.directBuffer();
      for (ByteBuf part = out.poll(); part != null; part = out.poll()) {
        wire.writeBytes(part);
        part.release();
      }
      int whole = wire.writerIndex();
      wire.writerIndex(whole - cut);
      RawFrame frame = decoder.decode(wire);
      if (frame == null) {
        wire.writerIndex(whole);
        frame = decoder.decode(wire);
      }
      assertThat(frame.segment(3)).isEqualTo(payload);
      frame.release();
      wire.release();
    }
  }
}
