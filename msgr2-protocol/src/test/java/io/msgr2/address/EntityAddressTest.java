// SPDX-License-Identifier: Apache-2.0
package io.msgr2.address;

import static io.msgr2.address.Addresses.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.msgr2.Seed;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntityAddressTest {
  private static final byte[] DOCUMENTATION_IPV6 = {
    0x20, 0x01, 0x0d, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1
  };

  @Test
  void gives_back_what_it_was_made_of() {
    EntityAddress address = EntityAddress.msgr2(ipv4(1, 2, 3, 4, 65535), 0xffff_ffffL);
    assertThat(address.type()).isEqualTo(AddressType.MSGR2);
    assertThat(address.nonce()).isEqualTo(0xffff_ffffL);
    assertThat(address.port()).isEqualTo(65535);
    assertThat(address.isIpv4()).isTrue();
    assertThat(address.isIpv6()).isFalse();
    assertThat(address.isIp()).isTrue();
    assertThat(address.flowinfo()).isZero();
    assertThat(address.scopeId()).isZero();
    assertThat(address.toSocketAddress()).isEqualTo(ipv4(1, 2, 3, 4, 65535));
  }

  @Test
  void keeps_the_scope_of_an_ipv6_host() throws UnknownHostException {
    Inet6Address scoped = Inet6Address.getByAddress(null, DOCUMENTATION_IPV6, 3);
    EntityAddress address =
        EntityAddress.of(AddressType.ANY, new InetSocketAddress(scoped, 3300), 1);
    assertThat(address.isIpv6()).isTrue();
    assertThat(address.scopeId()).isEqualTo(3);
    Inet6Address back = (Inet6Address) address.toSocketAddress().getAddress();
    assertThat(back.getAddress()).isEqualTo(DOCUMENTATION_IPV6);
    assertThat(back.getScopeId()).isEqualTo(3);
  }

  @Test
  void gives_an_ipv6_host_without_scope_none() {
    InetAddress host =
        EntityAddress.parse("v2:[2001:db8::1]:3300/0").toSocketAddress().getAddress();
    assertThat(host.getHostAddress()).doesNotContain("%");
  }

  @Test
  void reads_flowinfo_and_scope_as_they_came() {
    EntityAddress address =
        Addresses.decode(
            "01 0101 28000000 02000000 00000000 1c000000 0a00 0ce4 010000f0"
                + "20010db8000000000000000000000001 020000e0");
    assertThat(address.flowinfo()).isEqualTo(0xf000_0001L);
    assertThat(address.scopeId()).isEqualTo(0xe000_0002L);
    assertThat(address.toSocketAddress().getPort()).isEqualTo(3300);
  }

  @Test
  void keeps_an_ipv4_host_that_ipv6_maps_in_its_family() {
    EntityAddress address = EntityAddress.parse("v2:[::ffff:1.2.3.4]:1/0");
    assertThat(address.isIpv6()).isTrue();
    assertThat(address.toSocketAddress().getAddress()).isInstanceOf(Inet6Address.class);
  }

  @ParameterizedTest
  @CsvSource({"v2:127.0.0.1:3300/0, 127.0.0.1", "v2:[::1]:3300/0, ::1"})
  void gives_socket_addresses_that_have_no_name_to_look_up(String text, String literal) {
    InetSocketAddress socket = EntityAddress.parse(text).toSocketAddress();
    // Java looks for the name here, and would find localhost, unless the address was given one.
    assertThat(socket.getHostName()).isEqualTo(literal);
    assertThat(socket.isUnresolved()).isFalse();
  }

  @Test
  void refuses_an_unresolved_name() {
    InetSocketAddress name = InetSocketAddress.createUnresolved("mon.example", 3300);
    assertThatThrownBy(() -> EntityAddress.msgr2(name, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'mon.example' is a name; an address needs it resolved");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0x1_0000_0000L, Long.MAX_VALUE, Long.MIN_VALUE})
  void refuses_a_nonce_of_more_than_32_bits(long nonce) {
    assertThatThrownBy(() -> EntityAddress.msgr2(ipv4(1, 2, 3, 4, 1), nonce))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nonce " + nonce);
    assertThatThrownBy(() -> EntityAddress.blank().withNonce(nonce))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65536, Integer.MAX_VALUE})
  void refuses_a_port_that_is_none(int port) {
    EntityAddress address = EntityAddress.parse("v2:1.2.3.4:1/0");
    assertThatThrownBy(() -> address.withPort(port))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("port " + port);
  }

  @Test
  void is_blank_without_type_nonce_and_host_only() {
    EntityAddress blank = EntityAddress.blank();
    assertThat(image(blank)).containsOnly(0);
    assertThat(blank.isBlank()).isTrue();
    assertThat(blank.type()).isEqualTo(AddressType.NONE);
    assertThat(blank.port()).isZero();
    assertThat(blank.isIp()).isFalse();
    assertThat(blank.withNonce(1).isBlank()).isFalse();
    assertThat(blank.withType(AddressType.ANY).isBlank()).isFalse();
    assertThat(EntityAddress.parse("v2:0.0.0.0:0/0").withType(AddressType.NONE).isBlank())
        .isFalse();
  }

  @Test
  void has_no_port_or_socket_without_a_host() {
    EntityAddress address = EntityAddress.blank().withType(AddressType.MSGR2);
    assertThatThrownBy(address::toSocketAddress)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has no host");
    assertThatThrownBy(() -> address.withPort(1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void changes_one_field_and_leaves_the_original() {
    EntityAddress address = EntityAddress.parse("v2:1.2.3.4:6800/42");
    assertThat(address.withType(AddressType.ANY)).hasToString("any:1.2.3.4:6800/42");
    assertThat(address.withPort(0xabcd)).hasToString("v2:1.2.3.4:43981/42");
    assertThat(address.withNonce(0xffff_ffffL)).hasToString("v2:1.2.3.4:6800/4294967295");
    assertThat(address).hasToString("v2:1.2.3.4:6800/42");
  }

  @ParameterizedTest
  @CsvSource({
    "-, true",
    "v2:0.0.0.0:3300/0, true",
    "v2:[::]:3300/5, true",
    "v2:0.0.0.1:0/0, false",
    "v2:[::1]:0/0, false"
  })
  void still_has_to_learn_a_host_that_is_missing_or_the_wildcard(String text, boolean blank) {
    assertThat(EntityAddress.parse(text).isBlankHost()).isEqualTo(blank);
  }

  @ParameterizedTest
  @CsvSource({
    "v2:1.2.3.4:1/0, v1:1.2.3.4:2/9, true",
    "v2:1.2.3.4:1/0, v2:1.2.3.5:1/0, false",
    "v2:[::1]:1/0, v1:[::1]:2/9, true",
    "v2:[::ffff:1.2.3.4]:1/0, v2:1.2.3.4:1/0, false",
    "-, -, false"
  })
  void compares_hosts_without_ports(String one, String other, boolean same) {
    assertThat(EntityAddress.parse(one).isSameHost(EntityAddress.parse(other))).isEqualTo(same);
    assertThat(EntityAddress.parse(other).isSameHost(EntityAddress.parse(one))).isEqualTo(same);
  }

  @Test
  void orders_by_type_then_nonce_from_its_low_byte_then_family_port_and_host() {
    List<String> ascending =
        List.of(
            "-",
            "v1:255.255.255.255:65535/4294967295",
            "v2:9.9.9.9:9/0",
            "v2:9.9.9.9:9/256",
            "v2:9.9.9.9:9/1",
            "v2:[::]:0/1",
            "v2:1.1.1.1:256/257",
            "v2:9.9.9.9:256/257",
            "v2:127.255.255.255:257/257",
            "v2:128.0.0.0:257/257",
            "v2:1.1.1.1:32768/257",
            "v2:[::ff]:32768/257",
            "v2:[1::]:32768/257",
            "any:0.0.0.0:0/0");
    for (int i = 0; i < ascending.size(); i++) {
      for (int j = 0; j < ascending.size(); j++) {
        EntityAddress one = EntityAddress.parse(ascending.get(i));
        EntityAddress other = EntityAddress.parse(ascending.get(j));
        assertThat(Integer.signum(one.compareTo(other)))
            .as("%s against %s", one, other)
            .isEqualTo(Integer.compare(i, j));
      }
    }
  }

  @Test
  void equals_and_orders_as_the_unsigned_bytes_of_the_image_do() {
    Random random = Seed.random("EntityAddressTest");
    List<EntityAddress> addresses =
        Stream.generate(() -> Addresses.random(random)).limit(400).toList();
    List<byte[]> images = addresses.stream().map(Addresses::image).toList();
    for (int i = 0; i < addresses.size(); i++) {
      for (int j = 0; j < addresses.size(); j++) {
        EntityAddress one = addresses.get(i);
        EntityAddress other = addresses.get(j);
        int expected = Integer.signum(Arrays.compareUnsigned(images.get(i), images.get(j)));
        assertThat(Integer.signum(one.compareTo(other))).isEqualTo(expected);
        assertThat(one.equals(other)).isEqualTo(expected == 0);
        assertThat(one.hashCode() == other.hashCode() || expected != 0).isTrue();
      }
    }
  }

  @Test
  void equals_nothing_but_addresses() {
    assertThat(EntityAddress.blank()).isNotEqualTo(null).isNotEqualTo("-");
  }

  private static InetSocketAddress ipv4(int a, int b, int c, int d, int port) {
    try {
      byte[] ip = {(byte) a, (byte) b, (byte) c, (byte) d};
      return new InetSocketAddress(InetAddress.getByAddress(ip), port);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
