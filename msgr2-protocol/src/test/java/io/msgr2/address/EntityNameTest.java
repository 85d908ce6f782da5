// SPDX-License-Identifier: Apache-2.0
package io.msgr2.address;

import static io.msgr2.HostileInput.bytes;
import static io.msgr2.HostileInput.expectEveryDamageHandled;
import static io.msgr2.HostileInput.expectEveryTruncationRefused;
import static io.msgr2.HostileInput.reader;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.WireWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntityNameTest {
  private static final byte[] CLIENT_ADMIN = bytes("08000000 05000000 61646d696e");

  @Test
  void writes_and_reads_the_form_of_the_authentication_layer() {
    assertThat(WireWriter.toBytes(EntityName.client("admin")::write)).isEqualTo(CLIENT_ADMIN);
    assertThat(EntityName.read(reader(CLIENT_ADMIN))).isEqualTo(EntityName.client("admin"));
  }

  @Test
  void refuses_every_truncation_and_handles_every_damage() {
    expectEveryTruncationRefused(CLIENT_ADMIN, EntityName::read);
    expectEveryDamageHandled(
        CLIENT_ADMIN, EntityName::read, name -> assertThat(name.toString()).contains("."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"client.admin", "osd.0", "mon.", "mgr.x.y", "mds.a", "auth.1"})
  void prints_what_it_parsed(String text) {
    assertThat(EntityName.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "client", "admin.client", "Client.admin", ".admin", "4.0"})
  void refuses_what_is_no_name(String text) {
    assertThatThrownBy(() -> EntityName.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "osd.7, osd.7",
    "client.4000, client.4000",
    "client.admin, client.?",
    "client.-1, client.?",
    "mon., mon.?",
    "client.99999999999999999999, client.?"
  })
  void is_numbered_where_its_id_is_a_number(String name, String number) {
    assertThat(EntityName.parse(name).number()).hasToString(number);
  }

  @ParameterizedTest
  @CsvSource({"MON, 1", "MDS, 2", "OSD, 4", "CLIENT, 8", "MGR, 16", "AUTH, 32"})
  void has_the_types_of_ceph(EntityType type, int wire) {
    assertThat(type.wire()).isEqualTo(wire);
    assertThat(EntityType.ofWire(wire)).isEqualTo(type);
    assertThat(EntityType.parse(type.toString())).isEqualTo(type);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 3, 9, 64, 255, 0x1_0000_0008L, -8})
  void refuses_types_that_are_not_defined(long wire) {
    assertThatThrownBy(() -> EntityType.ofWire(wire))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("PAYLOAD_MALFORMED: entity type " + wire + " is not defined");
  }
}
