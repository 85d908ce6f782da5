// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.CountingAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameOutputTest {
  /** The longest payload that is copied, and the length of a chunk. */
  private static final int COPIED = 8 * 1024;

  private static final int CHUNK = 32 * 1024;

  private final CountingAllocator allocator = new CountingAllocator();
  private final FrameOutput out = new FrameOutput(allocator);

  @AfterEach
  void nothing_is_held() {
    out.release();
    allocator.expectNothingHeld();
  }

  @Test
  void begins_empty() {
    assertThat(out.isEmpty()).isTrue();
    assertThat(out.bytes()).isZero();
    assertThat(out.poll()).isNull();
  }

  @Test
  void gathers_small_pieces_in_one_buffer() {
    out.write(new byte[] {1, 2});
    ByteBuf payload = Unpooled.wrappedBuffer(new byte[] {3, 4});
    out.payload(payload);
    out.direct(1).writeByte(5);

    assertThat(out.bytes()).isEqualTo(5);
    expectPoll(1, 2, 3, 4, 5);
    assertThat(out.isEmpty()).isTrue();
    assertThat(payload.refCnt()).isEqualTo(1);
  }

  @Test
  void copies_up_to_the_limit() {
    ByteBuf payload = Unpooled.wrappedBuffer(new byte[COPIED]);
    out.payload(payload);
    assertThat(payload.refCnt()).isEqualTo(1);
    assertThat(allocator.allocations()).isEqualTo(1);
  }

  @Test
  void passes_a_large_payload_through_without_a_copy() {
    ByteBuf payload = Unpooled.buffer().writeByte(0).writeBytes(new byte[COPIED + 1]).skipBytes(1);
    out.payload(payload);

    assertThat(payload.refCnt()).isEqualTo(2);
    assertThat(allocator.allocations()).isZero();
    ByteBuf next = out.poll();
    assertThat(next.array()).isSameAs(payload.array());
    assertThat(next.arrayOffset() + next.readerIndex()).isEqualTo(payload.arrayOffset() + 1);
    assertThat(next.readableBytes()).isEqualTo(COPIED + 1);
    next.release();
    assertThat(payload.refCnt()).isEqualTo(1);
    assertThat(payload.readerIndex()).isEqualTo(1);
  }

  @Test
  void keeps_the_order_of_copies_and_passed_buffers() {
    ByteBuf large = Unpooled.wrappedBuffer(new byte[COPIED + 1]);
    out.write(new byte[] {1});
    out.payload(large);
    out.write(new byte[] {2});
    out.direct(1).writeByte(3);
    out.direct(1).writeByte(4);

    assertThat(out.bytes()).isEqualTo(COPIED + 5);
    expectPoll(1);
    ByteBuf passed = out.poll();
    assertThat(passed.readableBytes()).isEqualTo(COPIED + 1);
    passed.release();
    out.write(new byte[] {5});
    assertThat(out.bytes()).isEqualTo(4);
    expectPoll(2, 3, 4, 5);
    assertThat(out.bytes()).isZero();
  }

  @Test
  void begins_another_chunk_where_a_piece_does_not_fit() {
    out.write(new byte[CHUNK - 1]);
    out.write(new byte[2]);
    out.write(new byte[CHUNK + 1]);
    for (int bytes : new int[] {CHUNK - 1, 2, CHUNK + 1}) {
      ByteBuf next = out.poll();
      assertThat(next.readableBytes()).isEqualTo(bytes);
      next.release();
    }
  }

  @Test
  void release_drops_everything() {
    ByteBuf large = Unpooled.wrappedBuffer(new byte[COPIED + 1]);
    out.write(new byte[1]);
    out.payload(large);
    out.direct(1).writeByte(1);
    out.release();
    assertThat(large.refCnt()).isEqualTo(1);
    assertThat(out.isEmpty()).isTrue();
    assertThat(out.bytes()).isZero();
  }

  @Test
  void whatever_is_written_comes_out_in_order() {
    Random random = new Random(4);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    ByteArrayOutputStream polled = new ByteArrayOutputStream();
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = new byte[random.nextInt(8) == 0 ? random.nextInt(40_000) : random.nextInt(60)];
      random.nextBytes(bytes);
      switch (random.nextInt(3)) {
        case 0 -> out.write(bytes);
        case 1 -> out.payload(Unpooled.wrappedBuffer(bytes));
        default -> out.direct(bytes.length).writeBytes(bytes);
      }
      written.writeBytes(bytes);
      if (random.nextInt(4) == 0) {
        ByteBuf next = out.poll();
        if (next != null) {
          polled.writeBytes(ByteBufUtil.getBytes(next));
          next.release();
        }
      }
      assertThat(out.bytes()).isEqualTo(written.size() - polled.size());
    }
    polled.writeBytes(Encoded.drain(out));
    assertThat(polled.toByteArray()).isEqualTo(written.toByteArray());
  }

  private void expectPoll(int... bytes) {
    ByteBuf next = out.poll();
    assertThat(ByteBufUtil.getBytes(next)).containsExactly(bytes);
    next.release();
  }
}
