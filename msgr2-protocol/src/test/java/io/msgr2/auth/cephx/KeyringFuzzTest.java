// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import io.msgr2.address.EntityName;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;

/** Text in the place of a keyring. */
@Tag("fuzz")
class KeyringFuzzTest {
  @FuzzTest
  void parses_or_refuses(byte @NotNull [] input) {
    Keyring keyring;
    try {
      keyring = Keyring.parse(new String(input, StandardCharsets.UTF_8));
    } catch (KeyringException refused) {
      assertThat(refused.getMessage()).isNotEmpty();
      return;
    }
    // A section of nothing but an auid is not written, for it says nothing.
    Map<EntityName, Keyring.Entry> telling = new LinkedHashMap<>(keyring.entries());
    telling.values().removeIf(entry -> entry.key().isEmpty() && entry.caps().isEmpty());
    assertThat(Keyring.parse(keyring.toText()).entries()).isEqualTo(telling);
  }
}
