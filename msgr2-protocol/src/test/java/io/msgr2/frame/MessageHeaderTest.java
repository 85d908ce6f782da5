// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageHeaderTest {
  private static final MessageHeader HEADER =
      new MessageHeader(
          0x0102030405060708L,
          0x1112131415161718L,
          0x2122,
          0x3132,
          0x4142,
          0x5152,
          0x6162,
          0x7172737475767778L,
          0x81);
  private static final String WIRE =
      "0807060504030201 1817161514131211 2221 3231 4241 00000000 6261 7877767574737271 81 5251 0000"
          .replace(" ", "");

  @Test
  void fields_are_in_the_order_of_the_wire() {
    assertThat(HexFormat.of().formatHex(Frames.bytes(HEADER))).isEqualTo(WIRE);
  }

  @Test
  void reads_what_was_written() {
    ByteBuf segment = segment(WIRE);
    assertThat(read(segment)).isEqualTo(HEADER);
    assertThat(segment.readerIndex()).isZero();
  }

  @Test
  void small_numbers_are_unsigned() {
    assertThat(read(segment("ff".repeat(41))))
        .isEqualTo(new MessageHeader(-1, -1, 0xffff, 0xffff, 0xffff, 0xffff, 0xffff, -1, 0xff));
  }

  @Test
  void ignores_padding_length_and_reserved_bytes() {
    String odd =
        "0807060504030201 1817161514131211 2221 3231 4241 ffffffff 6261 7877767574737271 81 5251"
            + "ffff";
    assertThat(read(segment(odd.replace(" ", "")))).isEqualTo(HEADER);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 40, 42, 48, 1000})
  void refuses_another_length(int length) {
    assertThatThrownBy(() -> read(Unpooled.wrappedBuffer(new byte[length])))
        .isInstanceOfSatisfying(
            ProtocolException.class,
            e -> assertThat(e.violation()).isEqualTo(Violation.SEGMENT_LAYOUT))
        .hasMessageContaining(length + " bytes");
  }

  private static MessageHeader read(ByteBuf segment) {
    return MessageHeader.read(segment, 0, segment.readableBytes());
  }

  private static ByteBuf segment(String hex) {
    return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
  }
}
