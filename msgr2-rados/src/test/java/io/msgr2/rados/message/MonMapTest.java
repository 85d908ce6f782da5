// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.rados.message.MonMap.AuthCiphers;
import io.msgr2.rados.message.MonMap.Stretch;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MonMapTest {

  @Test
  void reads_the_map_of_a_tentacle_monitor() {
    Instant time = Instant.ofEpochSecond(0x6b000af7L, 0x21262dfdL);
    Instant added = Instant.ofEpochSecond(0x6b000af7L, 0x21266620L);

    assertThat(Encoded.read(Encoded.MON_MAP_V10, MonMap::read))
        .isEqualTo(
            new MonMap(
                UUID.fromString("31111111-2222-3333-4444-555555555555"),
                1,
                time,
                time,
                0x180000fffL,
                0,
                Map.of(
                    "a",
                    new MonInfo(
                        "a",
                        EntityAddressVector.parse("v2:127.0.0.1:43310/0"),
                        0,
                        0,
                        Map.of(),
                        Optional.of(added))),
                List.of("a"),
                20,
                List.of(),
                1,
                List.of(),
                new Stretch(false, "", List.of()),
                Optional.of(new AuthCiphers(0, 2, List.of(1, 2), 2))));
  }

  @Test
  void reads_the_map_of_a_pacific_monitor() {
    MonMap map = Encoded.read(Encoded.MON_MAP_V9, MonMap::read);

    assertThat(map.fsid()).hasToString("340e5835-1e0d-4b79-825c-9675cda13ffd");
    assertThat(map.created()).hasToString("2026-11-20T10:16:43.720589813Z");
    assertThat(map.minMonRelease()).isEqualTo(16);
    assertThat(map.monitors().get("a").addresses()).hasToString("v2:127.0.0.1:24300/0");
    assertThat(map.monitors().get("a").timeAdded()).isEmpty();
    assertThat(map.authCiphers()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {Encoded.MON_MAP_V9, Encoded.MON_MAP_V10})
  void writes_what_it_read(String hex) {
    assertThat(Encoded.hex(Encoded.read(hex, MonMap::read)::write)).isEqualTo(hex);
  }

  @Test
  void writes_and_reads_every_field() {
    MonMap map =
        new MonMap(
            new UUID(-1, 1),
            0xffffffffL,
            Instant.ofEpochSecond(1, 2),
            Instant.ofEpochSecond(3, 4),
            -1,
            5,
            Map.of(
                "b",
                new MonInfo(
                    "b",
                    EntityAddressVector.parse("[v2:192.0.2.1:3300/0,v1:192.0.2.1:6789/0]"),
                    0xffff,
                    7,
                    Map.of("rack", "r1", "host", "h"),
                    Optional.empty()),
                "a",
                new MonInfo(
                    "a",
                    EntityAddressVector.parse("v2:[2001:db8::1]:3300/0"),
                    1,
                    0,
                    Map.of(),
                    Optional.of(Instant.ofEpochSecond(9)))),
            List.of("b", "a"),
            255,
            List.of(3L, 0xffffffffL),
            3,
            List.of("a"),
            new Stretch(true, "b", List.of("a", "c")),
            Optional.of(new AuthCiphers(17, 1, List.of(1), -1)));

    assertThat(Encoded.read(Encoded.hex(map::write), MonMap::read)).isEqualTo(map);
  }

  @Test
  void reads_a_map_of_nautilus_which_ends_earlier() {
    // Everything behind the oldest release is what later versions appended.
    byte[] bytes = Encoded.bytes(Encoded.MON_MAP_V9);
    int appended = 4 + 1 + 4 + 1 + 4 + 4;
    byte[] nautilus = Encoded.cut(bytes, bytes.length - appended);
    nautilus[0] = 7;
    nautilus[2] = (byte) (nautilus[2] - appended);

    MonMap map = Encoded.read(nautilus, MonMap::read);

    assertThat(map.minMonRelease()).isEqualTo(16);
    assertThat(map.monitors()).containsOnlyKeys("a");
    assertThat(map.stretch().enabled()).isFalse();
  }

  @Test
  void passes_over_what_a_newer_version_appends() {
    byte[] bytes = Encoded.cut(Encoded.bytes(Encoded.MON_MAP_V10), 198 + 3);
    bytes[0] = 11;
    bytes[2] = (byte) (bytes[2] + 3);

    assertThat(Encoded.read(bytes, MonMap::read))
        .isEqualTo(Encoded.read(Encoded.MON_MAP_V10, MonMap::read));
  }

  @Test
  void refuses_versions_that_it_cannot_read_by_name() {
    byte[] tooNew = Encoded.bytes(Encoded.MON_MAP_V10);
    tooNew[1] = 11;
    byte[] tooOld = Encoded.bytes(Encoded.MON_MAP_V10);
    tooOld[0] = 5;
    tooOld[1] = 3;

    assertThatThrownBy(() -> Encoded.read(tooNew, MonMap::read))
        .hasMessageContaining("monitor map needs version 11");
    assertThatThrownBy(() -> Encoded.read(tooOld, MonMap::read))
        .isInstanceOfSatisfying(
            ProtocolException.class,
            e -> assertThat(e.violation()).isEqualTo(Violation.STRUCT_INCOMPATIBLE))
        .hasMessageContaining("monitor map of version 5")
        .hasMessageContaining("Nautilus");
  }
}
