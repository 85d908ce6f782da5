// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrcTest {
  private final Crc crc = new Crc();

  @Test
  void segment_checksum_starts_from_all_ones_and_inverts_nothing() {
    assertThat(crc.ofSegment(ascii("123456789"), 0, 9)).isEqualTo(0x1cf96d7c);
  }

  @Test
  void segment_checksum_covers_the_given_range_only() {
    assertThat(crc.ofSegment(ascii("xx123456789yy"), 2, 9)).isEqualTo(0x1cf96d7c);
  }

  @Test
  void empty_segment_has_the_start_value() {
    assertThat(crc.ofSegment(Unpooled.EMPTY_BUFFER, 0, 0)).isEqualTo(0xffffffff);
  }

  @Test
  void preamble_checksum_starts_from_zero() {
    byte[] bytes = new byte[28];
    for (int i = 0; i < 100; i++) {
      new Random(i).nextBytes(bytes);
      assertThat(crc.ofPreamble(bytes)).isEqualTo(HandmadeFrame.crc(0, bytes));
    }
  }

  @Test
  void reference_agrees_with_values_that_ceph_publishes() {
    assertThat(HandmadeFrame.crc(0, "foo bar baz".getBytes(US_ASCII))).isEqualTo((int) 4119623852L);
    assertThat(HandmadeFrame.crc(0, "123456789".getBytes(US_ASCII))).isEqualTo(0x58e3fa20);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1024, 1025, 10_000})
  void same_for_every_kind_of_buffer(int length) {
    byte[] bytes = new byte[length];
    new Random(2).nextBytes(bytes);
    int expected = HandmadeFrame.crc(-1, bytes);
    Buffers.expectForEveryKind(
        bytes,
        (kind, buffer) ->
            assertThat(crc.ofSegment(buffer, buffer.readerIndex(), bytes.length))
                .as(kind)
                .isEqualTo(expected));
  }

  @Test
  void leaves_the_view_alone_that_a_buffer_shares_with_all_its_users() {
    // One message may be on its way over several connections, each with a thread of its own.
    ByteBuf shared = Unpooled.directBuffer(2000, 2000).writeZero(2000);
    ByteBuffer another = shared.internalNioBuffer(10, 5);
    crc.ofSegment(shared, 0, 2000);
    crc.ofSegment(shared, 0, 100);
    assertThat(another.position()).isEqualTo(10);
    assertThat(another.limit()).isEqualTo(15);
    shared.release();
  }

  private static ByteBuf ascii(String text) {
    return Unpooled.copiedBuffer(text, US_ASCII);
  }
}
