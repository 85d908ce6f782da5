// SPDX-License-Identifier: Apache-2.0
package io.msgr2.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.msgr2.Seed;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntityAddressTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "v2:127.0.0.1:3300/0",
        "v1:127.0.0.1:6789/0",
        "v2:[2001:db8::1]:6800/42",
        "v2:[::ffff:192.0.2.1]:6800/42",
        "any:192.0.2.1:0/4294967295",
        "any:[::]:0/7",
        "cidr:192.0.2.0:0/24",
        "v2:0.0.0.0:65535/0",
        "-"
      })
  void prints_what_it_parsed(String text) {
    assertThat(EntityAddress.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, v2:127.0.0.1:0/0",
    "127.0.0.1:3300, v2:127.0.0.1:3300/0",
    "127.0.0.1/5, v2:127.0.0.1:0/5",
    "v1:127.0.0.1, v1:127.0.0.1:0/0",
    "[::1], v2:[::1]:0/0",
    "[::1]/5, v2:[::1]:0/5",
    "any:[2001:DB8:0:0::1]:1, any:[2001:db8::1]:1/0",
    "v2:1.2.3.4:03300/007, v2:1.2.3.4:3300/7"
  })
  void fills_in_what_is_left_out(String text, String printed) {
    assertThat(EntityAddress.parse(text)).hasToString(printed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"\"                    | expected TYPE:HOST:PORT/NONCE",
        "v2:                     | expected TYPE:HOST:PORT/NONCE",
        "v3:1.2.3.4:1/0          | expected TYPE:HOST:PORT/NONCE",
        "V2:1.2.3.4:1/0          | expected TYPE:HOST:PORT/NONCE",
        "none:1.2.3.4:1/0        | expected TYPE:HOST:PORT/NONCE",
        "v2:1.2.3.4:             | expected TYPE:HOST:PORT/NONCE",
        "v2:1.2.3.4:1/           | expected TYPE:HOST:PORT/NONCE",
        "v2:1.2.3.4:1/0x         | expected TYPE:HOST:PORT/NONCE",
        "v2:1.2.3.4:-1/0         | expected TYPE:HOST:PORT/NONCE",
        "v2:1.2.3.4:\u0661/0     | expected TYPE:HOST:PORT/NONCE",
        "\"v2:1.2.3.4:1/0 \"     | expected TYPE:HOST:PORT/NONCE",
        "v2:1.2.3.4:1/0/1        | expected TYPE:HOST:PORT/NONCE",
        "v2:::1:3300/0           | in brackets when it is IPv6",
        "v2:[::1:3300/0          | expected TYPE:HOST:PORT/NONCE",
        "v2:[]:1/0               | '' is no IPv6 address",
        "v2:[1.2.3.4]:1/0        | '1.2.3.4' is no IPv6 address",
        "v2:[fe80::1%eth0]:1/0   | 'fe80::1%eth0' is no IPv6 address",
        "-1                      | '-1' is no IPv4 address",
        "localhost               | 'localhost' is no IPv4 address, and names are not resolved",
        "v2:mon.example:3300/0   | 'mon.example' is no IPv4 address, and names are not resolved",
        "v2:1.2.3:1/0            | '1.2.3' is no IPv4 address",
        "v2:1.2.3.256:1/0        | '1.2.3.256' is no IPv4 address",
        "v2:1.2.3.4:65536/0      | port 65536 is not between 0 and 65535",
        "v2:1.2.3.4:1/4294967296 | nonce 4294967296 does not fit into 32 bits",
      })
  void says_what_is_wrong(String text, String complaint) {
    assertThatThrownBy(() -> EntityAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'" + text + "' is no address; ")
        .hasMessageContaining(complaint);
  }

  @Test
  void prints_addresses_of_type_none_as_blank_whatever_they_hold() {
    assertThat(EntityAddress.parse("v2:1.2.3.4:1/5").withType(AddressType.NONE)).hasToString("-");
  }

  @Test
  void says_that_a_typed_address_has_no_host() {
    assertThat(EntityAddress.blank().withType(AddressType.MSGR2).withNonce(5))
        .hasToString("v2:(unrecognized address family 0)/5");
  }

  @Test
  void parses_every_host_that_it_prints() {
    Random random = Seed.random("EntityAddressTextTest");
    for (int i = 0; i < 2000; i++) {
      EntityAddress address = Addresses.random(random);
      if (!address.isIp() || address.type() == AddressType.NONE) {
        continue;
      }
      EntityAddress back = EntityAddress.parse(address.toString());
      assertThat(back).hasToString(address.toString());
      assertThat(back.isSameHost(address)).isTrue();
      assertThat(back.equals(address)).isEqualTo(address.flowinfo() == 0 && address.scopeId() == 0);
    }
  }
}
