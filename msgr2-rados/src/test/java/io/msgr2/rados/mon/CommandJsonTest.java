// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommandJsonTest {

  @Test
  void writes_members_in_order() {
    Map<String, Object> command = new LinkedHashMap<>();
    command.put("prefix", "osd pool create");
    command.put("pg_num", 8);
    command.put("size", 1L << 40);
    command.put("ratio", 0.5);
    command.put("yes", true);
    command.put("ids", List.of("0", 1, false));
    command.put("none", List.of());

    assertThat(CommandJson.object(command))
        .isEqualTo(
            "{\"prefix\":\"osd pool create\",\"pg_num\":8,\"size\":1099511627776,\"ratio\":0.5,"
                + "\"yes\":true,\"ids\":[\"0\",1,false],\"none\":[]}");
    assertThat(CommandJson.object(Map.of())).isEqualTo("{}");
  }

  @Test
  void escapes_what_strings_cannot_hold() {
    assertThat(CommandJson.object(Map.of("a\"b", "c\\d\n\t\u0000\u001f/äß\u2028😀")))
        .isEqualTo("{\"a\\\"b\":\"c\\\\d\\u000a\\u0009\\u0000\\u001f/äß\u2028😀\"}");
  }

  static List<Object> others() {
    return List.of(Double.NaN, Double.POSITIVE_INFINITY, Map.of(), new Object(), 'c');
  }

  @ParameterizedTest
  @MethodSource("others")
  void refuses_values_that_commands_do_not_take(Object value) {
    assertThatThrownBy(() -> CommandJson.object(Map.of("a", value)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CommandJson.object(Map.of("a", List.of(value))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
