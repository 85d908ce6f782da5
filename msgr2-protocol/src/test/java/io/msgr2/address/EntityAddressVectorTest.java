// SPDX-License-Identifier: Apache-2.0
package io.msgr2.address;

import static io.msgr2.HostileInput.bytes;
import static io.msgr2.HostileInput.expectEveryDamageHandled;
import static io.msgr2.HostileInput.expectEveryTruncationRefused;
import static io.msgr2.HostileInput.reader;
import static io.msgr2.address.Addresses.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.msgr2.Seed;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class EntityAddressVectorTest {
  private static final String ANY =
      "02 01000000 01 0101 1c000000 03000000 07000000 10000000 0200 0000 01020304"
          + "0000000000000000";
  private static final String TWO = "02 02000000" + Addresses.V2_IPV6 + Addresses.V2_IPV4;

  @ParameterizedTest
  @CsvSource({
    "'any:1.2.3.4:0/7', " + ANY,
    "'[v2:[2001:db8::1]:6800/42,v2:1.2.3.4:6800/42]', " + TWO,
    "'[]', 02 00000000"
  })
  void writes_and_reads_the_golden_bytes(String text, String golden) {
    EntityAddressVector vector = EntityAddressVector.parse(text);
    assertThat(hex(WireWriter.toBytes(vector::write))).isEqualTo(golden.replace(" ", ""));
    assertThat(decode(bytes(golden))).isEqualTo(vector).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        Addresses.V2_IPV4,
        Addresses.V2_IPV6,
        Addresses.BLANK,
        Addresses.LEGACY_IPV4,
        Addresses.LEGACY_BLANK
      })
  void takes_a_single_address_for_a_vector_of_one(String address) {
    assertThat(decode(bytes(address))).isEqualTo(EntityAddressVector.of(Addresses.decode(address)));
  }

  @Test
  void reads_addresses_of_both_encodings_from_one_vector() {
    assertThat(decode(bytes("02 02000000" + Addresses.LEGACY_IPV4 + Addresses.V2_IPV4)))
        .hasToString("[v1:1.2.3.4:6789/7,v2:1.2.3.4:6800/42]");
  }

  @ParameterizedTest
  @ValueSource(strings = {ANY, TWO, Addresses.V2_IPV4, Addresses.LEGACY_IPV4})
  void refuses_every_truncation_and_handles_every_damage(String sample) {
    expectEveryTruncationRefused(bytes(sample), EntityAddressVector::read);
    expectEveryDamageHandled(
        bytes(sample),
        EntityAddressVector::read,
        vector -> {
          assertThat(decode(WireWriter.toBytes(vector::write))).isEqualTo(vector);
          assertThat(vector.toString()).isNotEmpty();
        });
  }

  @Test
  void refuses_every_marker_above_2() {
    byte[] vector = bytes(ANY);
    for (int marker = 3; marker < 256; marker++) {
      vector[0] = (byte) marker;
      assertThat(violation(vector)).isEqualTo(Violation.PAYLOAD_MALFORMED);
    }
  }

  @Test
  void refuses_a_vector_within_a_vector() {
    assertThat(violation(bytes("02 01000000" + ANY))).isEqualTo(Violation.PAYLOAD_MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"02000000", "23000000", "24000000", "ffffffff"})
  void refuses_a_count_of_more_addresses_than_there_are(String count) {
    assertThat(violation(bytes("02" + count + Addresses.V2_IPV4)))
        .isEqualTo(Violation.PAYLOAD_SHORT);
  }

  @Test
  void writes_what_it_reads() {
    Random random = Seed.random("EntityAddressVectorTest");
    for (int i = 0; i < 500; i++) {
      EntityAddressVector vector =
          new EntityAddressVector(
              Stream.generate(() -> Addresses.random(random)).limit(random.nextInt(6)).toList());
      assertThat(decode(WireWriter.toBytes(vector::write))).isEqualTo(vector);
    }
  }

  @Test
  void finds_the_first_address_of_a_type_or_the_blank_one() {
    EntityAddressVector vector =
        EntityAddressVector.parse("[any:1.1.1.1:0/1,v1:2.2.2.2:2/2,v2:3.3.3.3:3/3,v2:4.4.4.4:4/4]");
    assertThat(vector.front()).hasToString("any:1.1.1.1:0/1");
    assertThat(vector.legacy()).hasToString("v1:2.2.2.2:2/2");
    assertThat(vector.msgr2()).hasToString("v2:3.3.3.3:3/3");
    EntityAddressVector any = EntityAddressVector.parse("any:1.1.1.1:0/1");
    assertThat(any.legacy()).isEqualTo(EntityAddress.blank());
    assertThat(any.msgr2()).isEqualTo(EntityAddress.blank());
    assertThat(EntityAddressVector.empty().front()).isEqualTo(EntityAddress.blank());
    assertThat(EntityAddressVector.empty().isEmpty()).isTrue();
    assertThat(any.isEmpty()).isFalse();
  }

  @Test
  void equals_a_vector_of_equal_addresses_in_the_same_order_only() {
    EntityAddressVector vector = EntityAddressVector.parse("[v2:1.1.1.1:1/0,v1:2.2.2.2:2/0]");
    assertThat(vector)
        .isEqualTo(EntityAddressVector.parse("[v2:1.1.1.1:1/0,v1:2.2.2.2:2/0]"))
        .hasSameHashCodeAs(EntityAddressVector.parse("[v2:1.1.1.1:1/0,v1:2.2.2.2:2/0]"))
        .isNotEqualTo(EntityAddressVector.parse("[v1:2.2.2.2:2/0,v2:1.1.1.1:1/0]"))
        .isNotEqualTo(EntityAddressVector.parse("v2:1.1.1.1:1/0"))
        .isNotEqualTo(EntityAddressVector.parse("[v2:1.1.1.1:1/1,v1:2.2.2.2:2/0]"));
  }

  @Test
  void keeps_the_addresses_it_was_given() {
    List<EntityAddress> addresses = new ArrayList<>(List.of(EntityAddress.blank()));
    EntityAddressVector vector = new EntityAddressVector(addresses);
    addresses.clear();
    assertThat(vector.addresses()).containsExactly(EntityAddress.blank());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v2:1.2.3.4:1/0                      | v2:1.2.3.4:1/0",
        "[v2:1.2.3.4:1/0]                    | v2:1.2.3.4:1/0",
        "[::1]                               | v2:[::1]:0/0",
        "[::ffff:1.2.3.4]                    | v2:[::ffff:1.2.3.4]:0/0",
        "[::1]:3300                          | v2:[::1]:3300/0",
        "[[::1]]                             | v2:[::1]:0/0",
        "[[::1]:1,[::2]:2]                   | [v2:[::1]:1/0,v2:[::2]:2/0]",
        "[1.2.3.4:1,v1:1.2.3.4:2]            | [v2:1.2.3.4:1/0,v1:1.2.3.4:2/0]",
        "[1.2.3.4:1]                         | v2:1.2.3.4:1/0",
        "[-,v1:1.2.3.4:2/0]                  | [-,v1:1.2.3.4:2/0]",
        "-                                   | -"
      })
  void parses_lists_and_single_addresses(String text, String printed) {
    assertThat(EntityAddressVector.parse(text)).hasToString(printed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"\"                            | '' is no address",
        "v2:1.2.3.4:1/0,v1:1.2.3.4:2/0   | 'v2:1.2.3.4:1/0,v1:1.2.3.4:2/0' is no address",
        "[v2:1.2.3.4:1/0,]               | '' is no address",
        "[v2:1.2.3.4:1/0                 | '[v2:1.2.3.4:1/0' is no address",
        "[v2:1.2.3.4:1/0, v1:1.2.3.4:2]  | ' v1:1.2.3.4:2' is no address",
        "[v2:1.2.3.4:1/0,mon.example:2]  | 'mon.example:2' is no address",
        "[1::2::3]                       | '1::2::3' is no IPv6 address",
        "[[v2:1.2.3.4:1/0]]              | '[v2:1.2.3.4:1/0]' is no address"
      })
  void says_which_address_is_wrong(String text, String complaint) {
    assertThatThrownBy(() -> EntityAddressVector.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(complaint);
  }

  private static EntityAddressVector decode(byte[] bytes) {
    WireReader reader = reader(bytes);
    EntityAddressVector vector = EntityAddressVector.read(reader);
    reader.expectEnd("vector");
    return vector;
  }

  private static Violation violation(byte[] vector) {
    return assertThatThrownBy(() -> EntityAddressVector.read(reader(vector)))
        .asInstanceOf(InstanceOfAssertFactories.type(ProtocolException.class))
        .actual()
        .violation();
  }
}
