// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FrameKeysTest {
  @Test
  void key_is_the_first_16_bytes() {
    assertThat(HexFormat.of().formatHex(new FrameKeys(FrameMode.secret()).key().getEncoded()))
        .isEqualTo("000102030405060708090a0b0c0d0e0f");
  }

  @Test
  void needs_40_bytes() {
    byte[] shortest = Arrays.copyOf(FrameMode.secret(), 40);
    assertThat(new FrameKeys(shortest).key()).isNotNull();
    assertThatThrownBy(() -> new FrameKeys(Arrays.copyOf(shortest, 39)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("39");
  }

  @Test
  void keeps_nothing_of_the_callers_array() {
    byte[] secret = FrameMode.secret();
    FrameKeys keys = new FrameKeys(secret);
    Arrays.fill(secret, (byte) 0);
    assertThat(keys.key().getEncoded()[15]).isEqualTo((byte) 15);
    assertThat(keys.noncesOf(Role.ACCEPTOR, Revision.V2_1).next(new byte[12])[0])
        .isEqualTo((byte) 16);
  }

  @Test
  void text_does_not_tell_the_secret() {
    assertThat(new FrameKeys(FrameMode.secret())).hasToString("FrameKeys[secret]");
  }
}
