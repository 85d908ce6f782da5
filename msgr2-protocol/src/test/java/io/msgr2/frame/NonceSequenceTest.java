// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NonceSequenceTest {
  private static final String START = "fffffffe" + "fdffffffffffff7f";

  @Test
  void counts_in_the_first_four_bytes_in_2_0() {
    NonceSequence nonces = nonces(Revision.V2_0, START);
    assertThat(next(nonces)).isEqualTo("fffffffe" + "fdffffffffffff7f");
    assertThat(next(nonces)).isEqualTo("000000ff" + "fdffffffffffff7f");
  }

  @Test
  void counter_wraps_within_four_bytes_in_2_0() {
    NonceSequence nonces = nonces(Revision.V2_0, "ffffffff" + "fdffffffffffff7f");
    next(nonces);
    assertThat(next(nonces)).isEqualTo("00000000" + "fdffffffffffff7f");
  }

  @Test
  void counts_in_the_last_eight_bytes_in_2_1() {
    NonceSequence nonces = nonces(Revision.V2_1, START);
    assertThat(next(nonces)).isEqualTo("fffffffe" + "fdffffffffffff7f");
    assertThat(next(nonces)).isEqualTo("fffffffe" + "feffffffffffff7f");
    assertThat(next(nonces)).isEqualTo("fffffffe" + "ffffffffffffff7f");
    assertThat(next(nonces)).isEqualTo("fffffffe" + "0000000000000080");
  }

  @Test
  void counter_wraps_within_eight_bytes_in_2_1() {
    NonceSequence nonces = nonces(Revision.V2_1, "01020304" + "ffffffffffffffff");
    next(nonces);
    assertThat(next(nonces)).isEqualTo("01020304" + "0000000000000000");
  }

  @Test
  void ends_after_all_of_32_bits_in_2_0() {
    NonceSequence nonces = nonces(Revision.V2_0, START);
    next(nonces);
    nonces.advance((1L << 32) - 2);
    assertThat(next(nonces)).isEqualTo("fefffffe" + "fdffffffffffff7f");
    expectExhausted(nonces);
  }

  @Test
  void goes_on_after_32_bits_in_2_1() {
    NonceSequence nonces = nonces(Revision.V2_1, START);
    next(nonces);
    nonces.advance((1L << 32) - 1);
    assertThat(next(nonces)).isEqualTo("fffffffe" + "fdffffff00000080");
  }

  @Test
  void ends_after_all_of_64_bits_in_2_1() {
    NonceSequence nonces = nonces(Revision.V2_1, START);
    next(nonces);
    nonces.advance(-2); // 2^64 - 2
    assertThat(next(nonces)).isEqualTo("fffffffe" + "fcffffffffffff7f");
    expectExhausted(nonces);
  }

  @ParameterizedTest
  @EnumSource
  void stays_exhausted(Revision revision) {
    NonceSequence nonces = nonces(revision, START);
    next(nonces);
    nonces.advance(-1);
    expectExhausted(nonces);
    expectExhausted(nonces);
  }

  @Test
  void each_sender_has_a_start_of_its_own() {
    FrameKeys keys = new FrameKeys(FrameMode.secret());
    assertThat(next(keys.noncesOf(Role.ACCEPTOR, Revision.V2_1)))
        .isEqualTo("101112131415161718191a1b");
    assertThat(next(keys.noncesOf(Role.CONNECTOR, Revision.V2_1)))
        .isEqualTo("1c1d1e1f2021222324252627");
  }

  @Test
  void sequences_of_the_same_keys_are_independent() {
    FrameKeys keys = new FrameKeys(FrameMode.secret());
    next(keys.noncesOf(Role.CONNECTOR, Revision.V2_0));
    assertThat(next(keys.noncesOf(Role.CONNECTOR, Revision.V2_0)))
        .isEqualTo("1c1d1e1f2021222324252627");
  }

  private static NonceSequence nonces(Revision revision, String start) {
    return new NonceSequence(revision, HexFormat.of().parseHex(start));
  }

  private static String next(NonceSequence nonces) {
    return HexFormat.of().formatHex(nonces.next(new byte[NonceSequence.BYTES]));
  }

  private static void expectExhausted(NonceSequence nonces) {
    assertThatThrownBy(() -> next(nonces))
        .isInstanceOf(NonceExhaustedException.class)
        .hasMessageContaining("all nonces");
  }
}
