// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
  @Test
  void shows_no_values_of_variables() {
    Map<String, String> variables = Map.of("HOME", "/root", "CEPH_ARGS", "--key=AQsecret==");

    assertThat(new Environment(variables, Path.of("/tmp"), "machine"))
        .hasToString("Environment[variables [CEPH_ARGS, HOME], directory /tmp, host name machine]");
  }
}
