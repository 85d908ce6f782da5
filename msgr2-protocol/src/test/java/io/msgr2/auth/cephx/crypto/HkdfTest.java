// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** RFC 5869, test case 3: the one with SHA-256 and without a salt. */
@Tag("vectors")
class HkdfTest {
  private static final byte[] SECRET =
      HexFormat.of().parseHex("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");
  private static final String DERIVED =
      "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8";

  @Test
  void derives_the_published_secret() throws Exception {
    assertThat(HexFormat.of().formatHex(Hkdf.derive(SECRET, new byte[0], 42))).isEqualTo(DERIVED);
  }

  @Test
  void a_shorter_one_is_the_beginning() throws Exception {
    assertThat(HexFormat.of().formatHex(Hkdf.derive(SECRET, new byte[0], 16)))
        .isEqualTo(DERIVED.substring(0, 32));
  }

  @Test
  void another_purpose_gives_another_secret() throws Exception {
    assertThat(Hkdf.derive(SECRET, new byte[] {1}, 32))
        .isNotEqualTo(Hkdf.derive(SECRET, new byte[0], 32));
  }
}
