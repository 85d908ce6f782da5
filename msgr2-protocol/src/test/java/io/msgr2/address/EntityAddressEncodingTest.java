// SPDX-License-Identifier: Apache-2.0
package io.msgr2.address;

import static io.msgr2.HostileInput.bytes;
import static io.msgr2.HostileInput.expectEveryDamageHandled;
import static io.msgr2.HostileInput.expectEveryTruncationRefused;
import static io.msgr2.HostileInput.reader;
import static io.msgr2.address.Addresses.decode;
import static io.msgr2.address.Addresses.encode;
import static io.msgr2.address.Addresses.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.msgr2.Seed;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class EntityAddressEncodingTest {
  @ParameterizedTest
  @CsvSource({
    "v2:1.2.3.4:6800/42, 35, " + Addresses.V2_IPV4,
    "v2:[2001:db8::1]:6800/42, 47, " + Addresses.V2_IPV6,
    "-, 47, " + Addresses.BLANK
  })
  void writes_and_reads_the_golden_bytes(String text, int length, String golden) {
    EntityAddress address = EntityAddress.parse(text);
    assertThat(hex(encode(address))).hasSize(2 * length).isEqualTo(golden.replace(" ", ""));
    assertThat(decode(golden)).isEqualTo(address);
  }

  @ParameterizedTest
  @CsvSource({
    "v1:1.2.3.4:6789/7, " + Addresses.LEGACY_IPV4,
    "v1:[2001:db8::1]:6789/7, " + Addresses.LEGACY_IPV6,
    "-, " + Addresses.LEGACY_BLANK
  })
  void writes_and_reads_the_legacy_form(String text, String golden) {
    EntityAddress address = EntityAddress.parse(text);
    assertThat(hex(WireWriter.toBytes(address::writeLegacy)))
        .hasSize(2 * 136)
        .isEqualTo(golden.replace(" ", ""));
    assertThat(decode(golden)).isEqualTo(address);
  }

  @Test
  void loses_the_type_in_the_legacy_form() {
    byte[] legacy = WireWriter.toBytes(EntityAddress.parse("v2:1.2.3.4:6789/7")::writeLegacy);
    assertThat(decode(legacy)).hasToString("v1:1.2.3.4:6789/7");
  }

  @Test
  void ignores_what_a_legacy_address_has_beside_its_fields() {
    assertThat(decode("00aabbcc 07000000 0002 1a85 01020304 0000000000000000" + "dd".repeat(112)))
        .isEqualTo(EntityAddress.parse("v1:1.2.3.4:6789/7"));
  }

  @Test
  void keeps_nothing_but_the_nonce_of_a_legacy_address_of_another_family() {
    // Little-endian where big-endian is due: family 512, which there is not.
    for (String family : new String[] {"0000", "0200", "0001"}) {
      assertThat(decode("00000000 07000000" + family + "1a85 01020304" + "00".repeat(120)))
          .isEqualTo(EntityAddress.blank().withNonce(7));
    }
  }

  @Test
  void writes_what_it_reads() {
    Random random = Seed.random("EntityAddressEncodingTest");
    for (int i = 0; i < 2000; i++) {
      EntityAddress address = Addresses.random(random);
      assertThat(decode(encode(address))).isEqualTo(address);
      EntityAddress legacy =
          address.withType(address.isIp() ? AddressType.LEGACY : AddressType.NONE);
      assertThat(decode(WireWriter.toBytes(address::writeLegacy))).isEqualTo(legacy);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        Addresses.V2_IPV4,
        Addresses.V2_IPV6,
        Addresses.BLANK,
        Addresses.LEGACY_IPV4,
        Addresses.LEGACY_IPV6
      })
  void refuses_every_truncation_and_handles_every_damage(String sample) {
    expectEveryTruncationRefused(bytes(sample), EntityAddress::read);
    expectEveryDamageHandled(
        bytes(sample),
        EntityAddress::read,
        address -> {
          assertThat(decode(encode(address))).isEqualTo(address);
          assertThat(address.toString()).isNotEmpty();
        });
  }

  @Test
  void refuses_a_structure_that_ends_before_its_fields() {
    byte[] address = bytes(Addresses.V2_IPV4);
    for (int length = 0; length < 28; length++) {
      address[3] = (byte) length;
      assertThat(violation(address)).as("length %d", length).isEqualTo(Violation.PAYLOAD_SHORT);
    }
  }

  @Test
  void passes_over_the_fields_of_newer_versions() {
    WireReader reader =
        reader(
            "01 0901 20000000 02000000 2a000000 10000000 0200 1a90 01020304 0000000000000000"
                + "aabbccdd 77");
    assertThat(EntityAddress.read(reader)).hasToString("v2:1.2.3.4:6800/42");
    assertThat(reader.u8()).isEqualTo(0x77);
  }

  @Test
  void refuses_an_address_that_only_newer_versions_can_read() {
    assertThat(violation(bytes("01 0202" + Addresses.V2_IPV4.substring(7))))
        .isEqualTo(Violation.STRUCT_INCOMPATIBLE);
  }

  @Test
  void refuses_every_marker_but_0_and_1() {
    byte[] address = bytes(Addresses.V2_IPV4);
    for (int marker = 2; marker < 256; marker++) {
      address[0] = (byte) marker;
      assertThat(violation(address)).isEqualTo(Violation.PAYLOAD_MALFORMED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"05000000", "00000002", "ffffffff"})
  void refuses_a_type_that_is_not_defined(String type) {
    assertThat(violation(bytes("01 0101 0c000000" + type + "00000000 00000000")))
        .isEqualTo(Violation.PAYLOAD_MALFORMED);
  }

  @ParameterizedTest
  @CsvSource({
    // A length of zero is a blank host; of one, half a family.
    "0, 0, true",
    "1, 2, false",
    "2, 2, true",
    "15, 2, true",
    "16, 2, true",
    "17, 2, false",
    "28, 2, false",
    "2, 10, true",
    "28, 10, true",
    "29, 10, false",
    "28, 0, true",
    "29, 0, false",
    "28, 1, true",
    "29, 1, false"
  })
  void takes_socket_addresses_up_to_the_length_of_their_family(
      int length, int family, boolean accepted) {
    byte[] address = withSockaddr(length, family);
    if (accepted) {
      EntityAddress read = decode(address);
      assertThat(read.family()).isEqualTo(length == 0 ? 0 : family);
      assertThat(decode(encode(read))).isEqualTo(read);
    } else {
      assertThat(violation(address)).isEqualTo(Violation.PAYLOAD_MALFORMED);
    }
  }

  @Test
  void fills_a_shorter_socket_address_with_zeros() {
    assertThat(decode("01 0101 12000000 02000000 2a000000 06000000 0200 1a90 0102"))
        .hasToString("v2:1.2.0.0:6800/42");
    assertThat(decode("01 0101 0c000000 00000000 00000000 00000000"))
        .isEqualTo(EntityAddress.blank());
  }

  @Test
  void refuses_a_socket_address_longer_than_any_without_allocating_it() {
    assertThat(violation(bytes("01 0101 0e000000 02000000 00000000 ffffffff 0200")))
        .isEqualTo(Violation.PAYLOAD_MALFORMED);
  }

  @Test
  void keeps_a_host_of_an_unknown_family_as_it_came() {
    EntityAddress address = decode(withSockaddr(28, 1));
    assertThat(address.isIp()).isFalse();
    assertThat(address.isBlankHost()).isTrue();
    assertThat(address.port()).isZero();
    assertThat(encode(address)).isEqualTo(withSockaddr(28, 1));
    assertThat(address).hasToString("v2:(unrecognized address family 1)/0");
  }

  @Test
  void reads_every_type_and_no_other() {
    assertThat(IntStream.range(0, 5).mapToObj(AddressType::ofWire))
        .containsExactly(AddressType.values())
        .extracting(AddressType::wire)
        .containsExactly(0, 1, 2, 3, 4);
    for (long wire : new long[] {-1, 5, 1L << 32}) {
      assertThatThrownBy(() -> AddressType.ofWire(wire))
          .isInstanceOf(ProtocolException.class)
          .hasMessageContaining("address type " + wire);
    }
  }

  private static byte[] withSockaddr(int length, int family) {
    return WireWriter.toBytes(
        w ->
            w.u8(1)
                .versioned(
                    1,
                    1,
                    body -> {
                      body.u32(2).u32(0).u32(length);
                      for (int i = 0; i < length; i++) {
                        body.u8(i == 0 ? family : i == 1 ? 0 : i);
                      }
                    }));
  }

  private static Violation violation(byte[] address) {
    return assertThatThrownBy(() -> EntityAddress.read(reader(address)))
        .asInstanceOf(InstanceOfAssertFactories.type(ProtocolException.class))
        .actual()
        .violation();
  }
}
