// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.msgr2.Seed;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BannerDecoderTest {
  private static final Banner BANNER = new Banner(3, 0x8000000000000001L);

  /**
   * @param banner what was received, if it is complete
   * @param violation why nothing more can be received, if so
   * @param taken how many bytes
   */
  private record Outcome(Optional<Banner> banner, Optional<Violation> violation, int taken) {}

  @Test
  void reads_a_banner_cut_into_any_pieces() {
    expectInAnyPieces(BANNER.toBytes(), new Outcome(Optional.of(BANNER), Optional.empty(), 26));
  }

  @Test
  void leaves_what_follows() {
    byte[] wire = Arrays.copyOf(BANNER.toBytes(), 100);
    expectInAnyPieces(wire, new Outcome(Optional.of(BANNER), Optional.empty(), 26));
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 18, 100, 65535})
  void passes_over_what_later_versions_may_add(int payloadBytes) {
    byte[] wire = Arrays.copyOf(banner(payloadBytes), 10 + payloadBytes + 7);
    Arrays.fill(wire, 26, wire.length, (byte) 0x5a);
    expectInAnyPieces(wire, new Outcome(Optional.of(BANNER), Optional.empty(), 10 + payloadBytes));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8, 15})
  void refuses_a_short_payload(int payloadBytes) {
    expectRefused(Violation.BANNER_SHORT, banner(payloadBytes));
  }

  @Test
  void waits_for_the_rest_at_every_byte() {
    byte[] wire = Arrays.copyOf(banner(20), 30);
    for (int length = 0; length < wire.length; length++) {
      Outcome outcome = decode(Arrays.copyOf(wire, length), left -> left);
      assertThat(outcome).isEqualTo(new Outcome(Optional.empty(), Optional.empty(), length));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET / HTTP/1.1, BANNER_UNKNOWN",
    "ceph, ''",
    "ceph v, ''",
    "ceph v1, BANNER_UNKNOWN",
    "ceph v3, BANNER_UNKNOWN",
    "ceph v20, BANNER_UNKNOWN",
    "ceph v2x, BANNER_UNKNOWN",
    "Ceph v2, BANNER_UNKNOWN",
    "ceph v0, BANNER_MSGR1",
    "ceph v027, BANNER_MSGR1",
    "ceph v0270123456789, BANNER_MSGR1",
    "ceph v02x, BANNER_MSGR1",
  })
  void names_what_else_speaks_however_it_is_cut(String text, String violation) {
    byte[] bytes = text.getBytes(US_ASCII);
    if (violation.isEmpty()) {
      assertThat(decode(bytes, left -> 1).violation()).isEmpty();
    } else {
      expectRefused(Violation.valueOf(violation), bytes);
    }
  }

  @Test
  void names_tls_and_garbage() {
    expectRefused(Violation.BANNER_UNKNOWN, new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc});
    Random random = Seed.random("names_tls_and_garbage");
    for (int i = 0; i < 1000; i++) {
      byte[] garbage = new byte[1 + random.nextInt(40)];
      random.nextBytes(garbage);
      garbage[0] = (byte) (garbage[0] == 'c' ? 'd' : garbage[0]);
      expectRefused(Violation.BANNER_UNKNOWN, garbage);
    }
  }

  @Test
  void holds_nothing_that_would_have_to_be_released() {
    long before = UnpooledByteBufAllocator.DEFAULT.metric().usedHeapMemory();
    decode(BANNER.toBytes(), left -> 1);
    assertThat(UnpooledByteBufAllocator.DEFAULT.metric().usedHeapMemory()).isEqualTo(before);
  }

  @Test
  void shows_the_operator_what_came_instead() {
    assertThatThrownBy(
            () -> new BannerDecoder().decode(Unpooled.copiedBuffer("SSH-2.0-OpenSSH", US_ASCII)))
        .hasMessageContaining("BANNER_UNKNOWN")
        .hasMessageContaining("5353482d322e302d");
  }

  @Test
  void every_flipped_bit_gives_another_banner_or_a_name() {
    byte[] wire = BANNER.toBytes();
    for (int bit = 0; bit < Byte.SIZE * wire.length; bit++) {
      byte[] damaged = wire.clone();
      damaged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      Outcome outcome = decode(damaged, left -> left);
      int at = bit / Byte.SIZE;
      if (at < 8) {
        assertThat(outcome.violation()).as("bit %d", bit).isPresent();
      } else if (at >= 10) {
        assertThat(outcome.banner())
            .as("bit %d", bit)
            .isPresent()
            .isNotEqualTo(Optional.of(BANNER));
      } else if (bit == 8 * Byte.SIZE + 4) {
        assertThat(outcome.violation()).isEqualTo(Optional.of(Violation.BANNER_SHORT));
      } else {
        assertThat(outcome)
            .as("waits")
            .isEqualTo(new Outcome(Optional.empty(), Optional.empty(), 26));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 2.1", "3, 1, 2.1", "1, 3, 2.1", "0, 1, 2.0", "1, 0, 2.0", "2, 2, 2.0"})
  void revision_is_what_both_have(long own, long peers, String revision) {
    Banner peer = new Banner(peers, 0);
    assertThat(new Banner(own, 0).revisionWith(peer)).hasToString(revision);
    assertThat(new Banner(own, 0).agrees(peer, Banner.COMPRESSION))
        .isEqualTo((own & peers & 2) != 0);
  }

  private static void expectRefused(Violation violation, byte[] wire) {
    for (IntUnaryOperator cut : cuts()) {
      Outcome outcome = decode(wire, cut);
      assertThat(outcome.banner()).isEmpty();
      assertThat(outcome.violation()).isEqualTo(Optional.of(violation));
    }
  }

  private static void expectInAnyPieces(byte[] wire, Outcome expected) {
    for (IntUnaryOperator cut : cuts()) {
      assertThat(decode(wire, cut)).isEqualTo(expected);
    }
  }

  private static IntUnaryOperator[] cuts() {
    Random random = Seed.random("cuts of a banner");
    return new IntUnaryOperator[] {
      left -> left,
      left -> 1,
      left -> 2,
      left -> 7,
      left -> 8,
      left -> 9,
      left -> random.nextInt(20)
    };
  }

  private static Outcome decode(byte[] wire, IntUnaryOperator cut) {
    BannerDecoder decoder = new BannerDecoder();
    for (int at = 0; at < wire.length; ) {
      int length = Math.min(cut.applyAsInt(wire.length - at), wire.length - at);
      ByteBuf piece = Unpooled.wrappedBuffer(wire, at, length);
      try {
        Banner banner = decoder.decode(piece);
        at += piece.readerIndex();
        if (banner != null) {
          return new Outcome(Optional.of(banner), Optional.empty(), at);
        }
        assertThat(piece.isReadable()).isFalse();
      } catch (ProtocolException e) {
        return new Outcome(Optional.empty(), Optional.of(e.violation()), at);
      }
    }
    return new Outcome(Optional.empty(), Optional.empty(), wire.length);
  }

  private static byte[] banner(int payloadBytes) {
    byte[] wire = BANNER.toBytes();
    wire[8] = (byte) payloadBytes;
    wire[9] = (byte) (payloadBytes >> Byte.SIZE);
    return wire;
  }
}
