// SPDX-License-Identifier: Apache-2.0
package io.msgr2.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples are what glibc's inet_pton and inet_ntop make of them. */
class IpLiteralTest {
  @ParameterizedTest
  @CsvSource({
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "::1:2, ::0.1.0.2",
    "::102:304, ::1.2.3.4",
    "::ffff:102:304, ::ffff:1.2.3.4",
    "::ffff:0:0, ::ffff:0.0.0.0",
    "::fffe:102:304, ::fffe:102:304",
    "1:0:0:2:0:0:0:3, 1:0:0:2::3",
    "1:0:0:2:0:0:3:4, 1::2:0:0:3:4",
    "1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:0, 1:2:3:4:5:6:7:0",
    "0:1:2:3:4:5:6:7, 0:1:2:3:4:5:6:7",
    "::0:0:0:1:0:0:0, ::1:0:0:0",
    "::8:0:0:1, ::8:0:0:1",
    "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
    "1::2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
    "::1:2:3:4:5:6:7, 0:1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "2001:0DB8::000A, 2001:db8::a"
  })
  void prints_ipv6_like_inet_ntop(String text, String printed) {
    assertThat(IpLiteral.print(IpLiteral.parseIpv6(text))).isEqualTo(printed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        ":",
        ":::",
        "1::2::3",
        "::::",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7::8",
        "1:2:3:4:5:6:7:8::",
        "12345::",
        "::00001",
        "g::",
        "+1::",
        ":1::",
        "1::1:",
        "::1.2.3",
        "::1.2.3.4.5",
        "::1.2.3.256",
        "::01.2.3.4",
        "1.2.3.4::",
        "::1.2.3.4:5",
        "1:2:3:4:5:6:7:1.2.3.4",
        "fe80::1%1",
        " ::1",
        "1.2.3.4"
      })
  void refuses_what_is_no_ipv6_address(String text) {
    assertThatThrownBy(() -> IpLiteral.parseIpv6(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("and names are not resolved here");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "1.2.3.4", "127.0.0.1", "255.255.255.255"})
  void prints_the_ipv4_address_it_parsed(String text) {
    assertThat(IpLiteral.print(IpLiteral.parseIpv4(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "...",
        "1",
        "1.2.3",
        "1.2.3.4.5",
        "1..2.3",
        "01.2.3.4",
        "00.0.0.0",
        "256.1.1.1",
        "1000.1.1.1",
        "1.2.3.4 ",
        "1.2.3.0x4",
        "+1.2.3.4",
        "-1.2.3.4",
        "1.2.3.\u0664",
        "::1"
      })
  void refuses_what_is_no_ipv4_address(String text) {
    assertThatThrownBy(() -> IpLiteral.parseIpv4(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'" + text + "' is no IPv4 address");
  }

  /** Which words are zero decides about the gap, so all combinations are tried. */
  @Test
  void prints_and_parses_every_pattern_of_zero_words_as_java_understands_it()
      throws UnknownHostException {
    for (int pattern = 0; pattern < 256; pattern++) {
      for (int word : new int[] {0x0001, 0x0100, 0xffff}) {
        byte[] ip = new byte[16];
        for (int i = 0; i < 8; i++) {
          if ((pattern >> i & 1) != 0) {
            ip[2 * i] = (byte) (word >> 8);
            ip[2 * i + 1] = (byte) word;
          }
        }
        String printed = IpLiteral.print(ip);
        assertThat(IpLiteral.parseIpv6(printed)).as(printed).isEqualTo(ip);
        assertThat(javaUnderstands(printed)).as(printed).isEqualTo(ip);
      }
    }
  }

  private static byte[] javaUnderstands(String ipv6) throws UnknownHostException {
    byte[] ip = InetAddress.getByName("[" + ipv6 + "]").getAddress();
    if (ip.length == 16) {
      return ip;
    }
    // Java makes IPv4 of what IPv6 maps.
    byte[] mapped = new byte[16];
    Arrays.fill(mapped, 10, 12, (byte) 0xff);
    System.arraycopy(ip, 0, mapped, 12, 4);
    return mapped;
  }
}
