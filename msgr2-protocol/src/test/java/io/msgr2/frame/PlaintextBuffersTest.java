// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.CountingAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlaintextBuffersTest {
  private final CountingAllocator allocator = new CountingAllocator();

  @AfterEach
  void nothing_is_held() {
    allocator.expectNothingHeld();
  }

  @ParameterizedTest
  @EnumSource(names = "SECURE_.*", mode = EnumSource.Mode.MATCH_ALL)
  void small_frames_that_came_together_share_buffers(FrameMode mode) {
    int frames = 100;
    int dataBytes = 1000;
    List<RawFrame> received = receive(mode, frames, dataBytes);

    assertThat(allocator.largestBytes()).isLessThanOrEqualTo(PlaintextBuffers.SHARED_BYTES);
    int atLeast = frames * dataBytes / PlaintextBuffers.SHARED_BYTES;
    assertThat(allocator.allocations()).isBetween(atLeast, atLeast + 1);
    expectData(received, dataBytes);
  }

  @ParameterizedTest
  @EnumSource(names = "SECURE_.*", mode = EnumSource.Mode.MATCH_ALL)
  void a_larger_frame_has_a_buffer_of_its_own(FrameMode mode) {
    int dataBytes = PlaintextBuffers.SMALL_BYTES;
    List<RawFrame> received = receive(mode, 3, dataBytes);

    assertThat(allocator.allocations()).isEqualTo(3);
    assertThat(allocator.largestBytes()).isBetween(dataBytes, dataBytes + 128);
    expectData(received, dataBytes);
  }

  @ParameterizedTest
  @EnumSource(names = "SECURE_.*", mode = EnumSource.Mode.MATCH_ALL)
  void a_frame_that_came_alone_takes_no_more_than_it_needs(FrameMode mode) {
    List<RawFrame> received = receive(mode, 1, 1000);

    assertThat(allocator.largestBytes()).isBetween(1000, 1128);
    expectData(received, 1000);
  }

  /** Returns messages whose data have so many bytes, the first of which is their number. */
  private List<RawFrame> receive(FrameMode mode, int frames, int dataBytes) {
    ByteBuf nothing = Unpooled.EMPTY_BUFFER;
    FrameEncoder encoder = mode.encoder();
    byte[] bytes =
        Encoded.bytes(
            out -> {
              for (int i = 0; i < frames; i++) {
                byte[] data = new byte[dataBytes];
                data[0] = (byte) i;
                encoder.message(
                    Frames.header(), nothing, nothing, Unpooled.wrappedBuffer(data), out);
              }
            });
    ByteBuf in = Unpooled.directBuffer().writeBytes(bytes);
    FrameDecoder decoder = mode.decoder(1 << 20, allocator);
    List<RawFrame> received = new ArrayList<>();
    for (RawFrame frame = decoder.decode(in); frame != null; frame = decoder.decode(in)) {
      received.add(frame);
    }
    in.release();
    assertThat(received).hasSize(frames);
    return received;
  }

  private static void expectData(List<RawFrame> frames, int dataBytes) {
    for (int i = 0; i < frames.size(); i++) {
      RawFrame frame = frames.get(i);
      assertThat(MessageHeader.read(frame)).isEqualTo(Frames.header());
      assertThat(frame.segment(3).readableBytes()).isEqualTo(dataBytes);
      assertThat(frame.segment(3).getByte(0)).isEqualTo((byte) i);
      frame.release();
    }
  }
}
