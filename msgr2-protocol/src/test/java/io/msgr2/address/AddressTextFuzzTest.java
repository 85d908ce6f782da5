// SPDX-License-Identifier: Apache-2.0
package io.msgr2.address;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;

/** Text in the place of addresses and names. */
@Tag("fuzz")
class AddressTextFuzzTest {
  @FuzzTest
  void parses_or_refuses(byte @NotNull [] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    parse(text, EntityAddress::parse);
    parse(text, EntityAddressVector::parse);
    parse(text, EntityName::parse);
  }

  private static void parse(String text, Function<String, ?> parser) {
    Object parsed;
    try {
      parsed = parser.apply(text);
    } catch (IllegalArgumentException refused) {
      return;
    }
    assertThat(parser.apply(parsed.toString())).isEqualTo(parsed);
  }
}
