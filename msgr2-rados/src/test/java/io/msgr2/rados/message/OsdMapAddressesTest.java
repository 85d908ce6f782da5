// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.codec.ProtocolException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OsdMapAddressesTest {
  private static final int STATE_AT = 0x1ac;
  private static final int ADDRESSES_END = 0x1e0;

  @Test
  void reads_the_map_of_a_pacific_cluster() {
    OsdMapAddresses map = Encoded.read(Encoded.osdMap("16.2.15"), OsdMapAddresses::read);

    assertThat(map.fsid()).hasToString("340e5835-1e0d-4b79-825c-9675cda13ffd");
    assertThat(map.epoch()).isEqualTo(6);
    assertThat(map.addresses())
        .isEqualTo(Map.of(0, EntityAddressVector.parse("v2:127.0.0.1:24310/29806")));
  }

  @Test
  void reads_the_map_of_a_tentacle_cluster_passing_over_its_newer_pools() {
    OsdMapAddresses map = Encoded.read(Encoded.osdMap("20.2.4"), OsdMapAddresses::read);

    assertThat(map.epoch()).isEqualTo(6);
    assertThat(map.addresses()).containsOnlyKeys(0);
    assertThat(map.addresses().get(0).msgr2().port()).isEqualTo(24310);
  }

  @Test
  void leaves_out_an_osd_that_is_not_up() {
    byte[] bytes = Encoded.osdMap("16.2.15");
    assertThat(bytes[STATE_AT]).isEqualTo((byte) 3);
    bytes[STATE_AT] = 1;

    assertThat(Encoded.read(bytes, OsdMapAddresses::read).addresses()).isEmpty();
  }

  @Test
  void refuses_a_map_that_ends_too_early() {
    byte[] bytes = Encoded.osdMap("16.2.15");
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Encoded.cut(bytes, length);
      assertThatThrownBy(() -> Encoded.read(cut, OsdMapAddresses::read))
          .isInstanceOf(ProtocolException.class);
    }
  }

  @Test
  void survives_a_flip_of_any_bit_that_it_reads() {
    byte[] bytes = Encoded.osdMap("16.2.15");
    for (int bit = 0; bit < 8 * ADDRESSES_END; bit++) {
      byte[] flipped = Encoded.flipped(bytes, bit);
      Throwable thrown = catchThrowable(() -> Encoded.read(flipped, OsdMapAddresses::read));
      if (thrown != null) {
        assertThat(thrown).as("bit %s", bit).isInstanceOf(ProtocolException.class);
      }
    }
  }

  @Test
  void refuses_a_map_from_before_nautilus_by_name() {
    byte[] bytes = Encoded.osdMap("16.2.15");
    bytes[6] = 7;

    assertThatThrownBy(() -> Encoded.read(bytes, OsdMapAddresses::read))
        .hasMessageContaining("OSD map for clients of version 7")
        .hasMessageContaining("Nautilus");
  }
}
