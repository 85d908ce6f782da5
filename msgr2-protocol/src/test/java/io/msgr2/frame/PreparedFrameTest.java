// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import static io.netty.buffer.Unpooled.EMPTY_BUFFER;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is done ahead for the next frame changes nothing but the time at which it is done. */
class PreparedFrameTest {
  // The last one is encrypted while it is polled.
  private static final int[] LENGTHS = {0, 1, 4096, 64, 2 << 20};

  private static byte[] encoded(FrameEncoder encoder, Runnable between) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    FrameOutput out = new FrameOutput(UnpooledByteBufAllocator.DEFAULT);
    for (int length : LENGTHS) {
      between.run();
      ByteBuf data = Unpooled.wrappedBuffer(new byte[length]);
      encoder.message(Frames.header(), EMPTY_BUFFER, EMPTY_BUFFER, data, out);
      between.run();
      encoder.control(new ControlFrame.Ack(length), out);
    }
    for (ByteBuf next = out.poll(); next != null; next = out.poll()) {
      bytes.writeBytes(ByteBufUtil.getBytes(next));
      next.release();
      between.run();
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @EnumSource
  void is_the_same_on_the_wire(FrameMode mode) {
    byte[] expected = encoded(mode.encoder(), () -> {});
    FrameEncoder encoder = mode.encoder();
    assertThat(encoded(encoder, encoder::prepare)).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void is_received_however_its_bytes_are_cut(FrameMode mode) {
    byte[] wire = encoded(mode.encoder(), () -> {});
    FrameDecoder decoder = mode.decoder(4 << 20, UnpooledByteBufAllocator.DEFAULT);
    List<Integer> received = new ArrayList<>();
    int piece = 1;
    for (int at = 0; at < wire.length; at += piece, piece = piece % 1000 + 17) {
      ByteBuf in = Unpooled.wrappedBuffer(wire, at, Math.min(piece, wire.length - at));
      for (RawFrame frame = decoder.decode(in); frame != null; frame = decoder.decode(in)) {
        if (frame.tag() == Tag.MESSAGE) {
          received.add(frame.segment(3).readableBytes());
        }
        frame.release();
      }
      decoder.prepare();
    }
    assertThat(received).containsExactly(0, 1, 4096, 64, 2 << 20);
  }

  @Test
  void is_not_done_again() throws GeneralSecurityException {
    try (CountingCiphers ciphers = new CountingCiphers()) {
      FrameEncoder encoder = FrameMode.SECURE_2_1.encoder();
      FrameDecoder decoder =
          FrameMode.SECURE_2_1.decoder(1 << 16, UnpooledByteBufAllocator.DEFAULT);
      encoder.prepare();
      encoder.prepare();
      decoder.prepare();
      assertThat(ciphers.takeInitialisations()).isEqualTo(2);

      ByteBuf data = Unpooled.wrappedBuffer(new byte[64]);
      FrameOutput out = new FrameOutput(UnpooledByteBufAllocator.DEFAULT);
      encoder.message(Frames.header(), EMPTY_BUFFER, EMPTY_BUFFER, data, out);
      decoder.decode(Unpooled.wrappedBuffer(Encoded.drain(out))).release();

      assertThat(ciphers.takeOperations()).isEqualTo(4);
      assertThat(ciphers.takeInitialisations()).isEqualTo(2);
    }
  }
}
