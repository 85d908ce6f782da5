// SPDX-License-Identifier: Apache-2.0
package io.msgr2.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandTest {
  @Test
  void shows_no_values_of_arguments() {
    Map<String, String> arguments = Map.of("val", "secret", "key", "a");

    assertThat(new Command("config-key set", arguments, new byte[3]))
        .hasToString("Command['config-key set', arguments [key, val], 3 bytes]");
  }
}
