// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ResultTest {
  private final Result result =
      new Result()
          .put("requests", 3L)
          .put("latencyMicros", new Result().put("p50", 7).put("max", 12))
          .put("modes", List.of("crc", "secure"))
          .put("none", List.of())
          .put("runSeconds", 0.5)
          .put("fine", true);

  @Test
  void prints_aligned_words_for_people() {
    assertThat(result.print(Format.PLAIN))
        .isEqualTo(
            """
            requests        3
            latency micros
              p50  7
              max  12
            modes           crc, secure
            none            none
            run seconds     0.500
            fine            true
            """);
  }

  @Test
  void prints_json_for_programs() {
    assertThat(result.print(Format.JSON).replaceAll("\\s+", ""))
        .isEqualTo(
            "{\"requests\":3,\"latencyMicros\":{\"p50\":7,\"max\":12},\"modes\":[\"crc\","
                + "\"secure\"],\"none\":[],\"runSeconds\":0.5,\"fine\":true}");
  }

  @Test
  void prints_numbers_alike_in_every_language() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(new Result().put("s", 0.25).print(Format.PLAIN)).isEqualTo("s  0.250\n");
    } finally {
      Locale.setDefault(before);
    }
  }
}
