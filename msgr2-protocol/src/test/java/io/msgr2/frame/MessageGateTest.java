// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.msgr2.CountingAllocator;
import io.msgr2.codec.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessageGateTest {
  private static final byte[][] SEGMENTS = Frames.random(new Random(5), 41, 3000, 200, 70_000);
  private static final long PAYLOAD_BYTES = 3000 + 200 + 70_000;
  private static final HandmadeFrame MESSAGE = HandmadeFrame.of(Tag.MESSAGE, SEGMENTS);
  private static final byte[] ACK_BYTES = new byte[8];

  private final CountingAllocator allocator = new CountingAllocator();
  private final RecordingGate gate = new RecordingGate();

  private static final class RecordingGate implements MessageGate {
    private final List<Long> asked = new ArrayList<>();
    private boolean open = true;
    private long occupiedBytes;
    private int occupants;
    private int withdrawals;

    @Override
    public boolean admit(long bytes) {
      asked.add(bytes);
      if (open) {
        occupiedBytes += bytes;
        occupants++;
      }
      return open;
    }

    @Override
    public void withdraw() {
      withdrawals++;
    }

    @Override
    public void giveBack(long bytes) {
      occupiedBytes -= bytes;
      occupants--;
    }
  }

  @AfterEach
  void nothing_is_held() {
    allocator.expectNothingHeld();
    assertThat(gate.occupants).as("messages that take up room").isZero();
    assertThat(gate.occupiedBytes).as("bytes that take up room").isZero();
  }

  @ParameterizedTest
  @EnumSource
  void a_message_takes_up_room_until_its_frame_is_released(FrameMode mode) {
    RawFrame frame = decoder(mode).decode(wire(mode, MESSAGE));
    assertThat(gate.asked).containsExactly(PAYLOAD_BYTES);
    assertThat(gate.occupiedBytes).isEqualTo(PAYLOAD_BYTES);
    frame.release();
  }

  @ParameterizedTest
  @EnumSource
  void room_that_was_taken_outlives_the_frame(FrameMode mode) {
    RawFrame frame = decoder(mode).decode(wire(mode, MESSAGE));
    frame.segment(3).skipBytes(100);
    Room room = frame.takeRoom();
    frame.release();
    assertThat(gate.occupiedBytes).isEqualTo(PAYLOAD_BYTES);
    room.giveBack();
  }

  @ParameterizedTest
  @EnumSource
  void nothing_is_asked_for_control_frames(FrameMode mode) {
    gate.open = false;
    decoder(mode).decode(wire(mode, HandmadeFrame.of(Tag.ACK, ACK_BYTES))).release();
    assertThat(gate.asked).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void of_a_refused_message_the_head_is_taken_and_nothing_allocated(FrameMode mode) {
    gate.open = false;
    ByteBuf in = wire(mode, MESSAGE);
    FrameDecoder decoder = decoder(mode);
    for (int attempt = 1; attempt <= 3; attempt++) {
      assertThat(decoder.decode(in)).isNull();
      assertThat(in.readerIndex()).isEqualTo(headBytes(mode));
      assertThat(decoder.isHeld()).isTrue();
      assertThat(decoder.midFrame()).isTrue();
      assertThat(decoder.target()).isNull();
      assertThat(gate.asked).hasSize(attempt).containsOnly(PAYLOAD_BYTES);
    }
    assertThat(allocator.allocations()).isZero();

    gate.open = true;
    RawFrame frame = decoder.decode(in);
    assertThat(frame.segment(3)).isEqualTo(Unpooled.wrappedBuffer(SEGMENTS[3]));
    assertThat(decoder.isHeld()).isFalse();
    frame.release();
  }

  @ParameterizedTest
  @EnumSource
  void goes_on_without_new_bytes_once_there_is_room(FrameMode mode) {
    gate.open = false;
    ByteBuf in = wire(mode, MESSAGE);
    FrameDecoder decoder = decoder(mode);
    assertThat(decoder.decode(in.readSlice(headBytes(mode)))).isNull();
    assertThat(decoder.isHeld()).isTrue();

    gate.open = true;
    assertThat(decoder.decode(Unpooled.EMPTY_BUFFER)).isNull();
    assertThat(decoder.isHeld()).isFalse();
    decoder.target().writeBytes(in);
    decoder.decode(Unpooled.EMPTY_BUFFER).release();
    assertThat(gate.asked).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void a_head_that_comes_byte_by_byte_is_held_as_well(FrameMode mode) {
    gate.open = false;
    ByteBuf in = wire(mode, MESSAGE);
    FrameDecoder decoder = decoder(mode);
    for (int i = 0; i < headBytes(mode); i++) {
      assertThat(decoder.isHeld()).isFalse();
      assertThat(decoder.decode(in.readSlice(1))).isNull();
    }
    assertThat(decoder.isHeld()).isTrue();
    allocator.expectNothingHeld();
    decoder.release();
  }

  @ParameterizedTest
  @EnumSource
  void a_message_without_payload_asks_as_well(FrameMode mode) {
    gate.open = false;
    ByteBuf in = wire(mode, HandmadeFrame.of(Tag.MESSAGE, new byte[41]));
    FrameDecoder decoder = decoder(mode);
    assertThat(decoder.decode(in)).isNull();
    assertThat(gate.asked).containsExactly(0L);
    gate.open = true;
    decoder.decode(in).release();
    assertThat(gate.asked).containsExactly(0L, 0L);
  }

  @ParameterizedTest
  @EnumSource
  void a_message_that_fails_its_checks_gives_its_room_back_at_once(FrameMode mode) {
    ByteBuf in = wire(mode, MESSAGE);
    in.setByte(in.writerIndex() - 20, in.getByte(in.writerIndex() - 20) ^ 1);
    expectRefused(mode, in);
  }

  @ParameterizedTest
  @EnumSource
  void a_message_that_fails_in_pieces_gives_its_room_back_at_once(FrameMode mode) {
    ByteBuf in = wire(mode, MESSAGE);
    in.setByte(in.writerIndex() - 20, in.getByte(in.writerIndex() - 20) ^ 1);
    FrameDecoder decoder = decoder(mode);
    assertThat(decoder.decode(in.readSlice(headBytes(mode) + 10))).isNull();
    assertThat(gate.occupants).isOne();
    assertThatThrownBy(() -> decoder.decode(in)).isInstanceOf(ProtocolException.class);
    assertThat(gate.occupants).isZero();
    decoder.release();
  }

  @ParameterizedTest
  @EnumSource
  void a_head_that_fails_its_checks_asks_for_nothing(FrameMode mode) {
    expectRefused(mode, wire(mode, HandmadeFrame.of(Tag.MESSAGE, SEGMENTS).flags(1)));
    assertThat(gate.asked).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void an_aborted_message_gives_its_room_back(FrameMode mode) {
    ByteBuf in = wire(mode, HandmadeFrame.of(Tag.MESSAGE, SEGMENTS).late(1));
    RawFrame frame = decoder(mode).decode(in);
    assertThat(frame.aborted()).isTrue();
    assertThat(gate.occupants).isOne();
    frame.release();
  }

  @ParameterizedTest
  @EnumSource
  void a_decoder_released_half_way_gives_room_back(FrameMode mode) {
    FrameDecoder decoder = decoder(mode);
    assertThat(decoder.decode(wire(mode, MESSAGE).readSlice(headBytes(mode) + 10))).isNull();
    assertThat(gate.occupants).isOne();
    decoder.release();
    assertThat(gate.occupants).isZero();
    decoder.release();
    assertThat(gate.withdrawals).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void a_decoder_released_while_held_withdraws(FrameMode mode) {
    gate.open = false;
    FrameDecoder decoder = decoder(mode);
    assertThat(decoder.decode(wire(mode, MESSAGE))).isNull();
    decoder.release();
    decoder.release();
    assertThat(gate.withdrawals).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void a_gate_cannot_be_changed_within_a_frame(FrameMode mode) {
    gate.open = false;
    FrameDecoder decoder = decoder(mode);
    decoder.decode(wire(mode, MESSAGE));
    assertThatThrownBy(() -> decoder.gate(MessageGate.OPEN))
        .isInstanceOf(IllegalStateException.class);
    decoder.release();
  }

  private FrameDecoder decoder(FrameMode mode) {
    FrameDecoder decoder = mode.decoder(1 << 20, allocator);
    decoder.gate(gate);
    return decoder;
  }

  private void expectRefused(FrameMode mode, ByteBuf in) {
    FrameDecoder decoder = decoder(mode);
    assertThatThrownBy(() -> decoder.decode(in)).isInstanceOf(ProtocolException.class);
    assertThat(gate.occupants).as("before the decoder is released").isZero();
    decoder.release();
  }

  private static ByteBuf wire(FrameMode mode, HandmadeFrame frame) {
    return Unpooled.wrappedBuffer(new HandmadeSender(mode).send(frame));
  }

  private static int headBytes(FrameMode mode) {
    return mode == FrameMode.SECURE_2_1 ? 96 : 32;
  }
}
