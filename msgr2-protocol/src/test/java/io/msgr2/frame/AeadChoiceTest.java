// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.function.ToLongFunction;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;

class AeadChoiceTest {
  /** A hundred units of time for what Java prefers, and as given for all others. */
  private static ToLongFunction<Cipher> othersNeed(long units) {
    String preferred = Aead.preferred().getProvider().getName();
    return cipher -> cipher.getProvider().getName().equals(preferred) ? 100 : units;
  }

  @Test
  void takes_what_does_the_same_and_is_clearly_faster() {
    Provider fast = new DelegatingProvider("fast", out -> {});
    assertThat(AeadChoice.find(List.of(fast), othersNeed(80))).contains(fast);
  }

  @Test
  void keeps_what_java_prefers_unless_the_other_is_clearly_faster() {
    Provider other = new DelegatingProvider("other", out -> {});
    assertThat(AeadChoice.find(List.of(other), othersNeed(90))).isEmpty();
  }

  @Test
  void takes_the_fastest_of_several() {
    Provider fast = new DelegatingProvider("fast", out -> {});
    Provider faster = new DelegatingProvider("faster", out -> {});
    ToLongFunction<Cipher> nanos =
        cipher ->
            switch (cipher.getProvider().getName()) {
              case "fast" -> 5;
              case "faster" -> 4;
              default -> 10;
            };
    assertThat(AeadChoice.find(List.of(fast, faster), nanos)).contains(faster);
    assertThat(AeadChoice.find(List.of(faster, fast), nanos)).contains(faster);
  }

  @Test
  void refuses_what_encrypts_something_else() {
    Provider wrong = new DelegatingProvider("wrong", out -> out[0] ^= 1);
    assertThat(AeadChoice.find(List.of(wrong), othersNeed(1))).isEmpty();
  }

  @Test
  void refuses_what_opens_forged_frames() {
    Provider credulous = new DelegatingProvider("credulous", out -> {}).withoutAuthentication();
    assertThat(AeadChoice.find(List.of(credulous), othersNeed(1))).isEmpty();
  }

  @Test
  void passes_over_what_cannot_encrypt_at_all() {
    Provider none = new Provider("none", "1", "has no cipher") {};
    assertThat(AeadChoice.find(List.of(none), othersNeed(1))).isEmpty();
  }

  @Test
  void candidates_are_all_that_are_installed_but_the_preferred_one() {
    Provider other = new DelegatingProvider("other", out -> {});
    Security.addProvider(other);
    try {
      assertThat(AeadChoice.others())
          .contains(other)
          .extracting(Provider::getName)
          .doesNotContain(Aead.preferred().getProvider().getName());
    } finally {
      Security.removeProvider("other");
    }
  }
}
