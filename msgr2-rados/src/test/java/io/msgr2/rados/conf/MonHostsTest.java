// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.msgr2.address.EntityAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MonHostsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.1                                     | v2:192.0.2.1:3300",
        "192.0.2.1:3300                                | v2:192.0.2.1:3300",
        "192.0.2.1:23300                               | v2:192.0.2.1:23300",
        "v2:192.0.2.1                                  | v2:192.0.2.1:3300",
        "v2:192.0.2.1:3301/0                           | v2:192.0.2.1:3301",
        "v2:192.0.2.1:6789                             | v2:192.0.2.1:6789",
        "any:192.0.2.1:0                               | v2:192.0.2.1:3300",
        "mon-a.example                                 | v2:mon-a.example:3300",
        "v2:mon-a.example:23300                        | v2:mon-a.example:23300",
        "2001:db8::1                                   | v2:[2001:db8::1]:3300",
        "[2001:db8::1]                                 | v2:[2001:db8::1]:3300",
        "[2001:db8::1]:23300                           | v2:[2001:db8::1]:23300",
        "v2:[2001:db8::1]:23300/0                      | v2:[2001:db8::1]:23300",
        "a,b;c d                                | v2:a:3300 v2:b:3300 v2:c:3300 v2:d:3300",
        "a, a:3300 v2:a                                | v2:a:3300",
        "[v2:192.0.2.1:3300,v1:192.0.2.1:6789]         | v2:192.0.2.1:3300",
        "[v2:192.0.2.1:3300/0, v1:192.0.2.1:6789/0],b  | v2:192.0.2.1:3300 v2:b:3300",
        "[v1:[::1]:6789,v2:[::1]:3300] a               | v2:[::1]:3300 v2:a:3300",
        "a:6789,v1:b,c                                 | v2:c:3300",
      })
  void reads_monitors_and_leaves_msgr1_out(String text, String expected) {
    assertThat(MonHosts.parse(text))
        .extracting(MonHost::toString)
        .containsExactly(expected.split(" "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1:192.0.2.1", "192.0.2.1:6789", "[v1:192.0.2.1:6789/0]"})
  void says_so_when_all_are_for_msgr1(String text) {
    assertThatThrownBy(() -> MonHosts.parse(text))
        .isInstanceOf(ConfException.class)
        .hasMessageContaining("mon_host = '" + text + "'")
        .hasMessageContaining("for msgr1 only");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a:b", "a:", ":3300", "v2:", "v3:192.0.2.1", "a/x", "a:65536", "[a", "a,[v2:]"})
  void refuses_what_names_no_monitor(String text) {
    assertThatThrownBy(() -> MonHosts.parse(text))
        .isInstanceOfSatisfying(
            ConfException.class, e -> assertThat(e.errno()).isEqualTo(ConfException.EINVAL))
        .hasMessageStartingWith("mon_host = '" + text + "': ");
  }

  @Test
  void resolves_when_asked_and_not_before() throws UnknownHostException {
    assertThat(new MonHost("192.0.2.1", 3300).resolve())
        .containsExactly(EntityAddress.parse("v2:192.0.2.1:3300/0"));
    assertThat(new MonHost("2001:db8::1", 1).resolve())
        .containsExactly(EntityAddress.parse("v2:[2001:db8::1]:1/0"));
    assertThat(new MonHost("localhost", 3300).resolve())
        .isSubsetOf(
            Arrays.asList(
                EntityAddress.parse("v2:127.0.0.1:3300/0"), EntityAddress.parse("v2:[::1]:3300/0")))
        .isNotEmpty();
    assertThatThrownBy(() -> new MonHost("no-such-host.invalid", 3300).resolve())
        .isInstanceOf(UnknownHostException.class);
  }
}
