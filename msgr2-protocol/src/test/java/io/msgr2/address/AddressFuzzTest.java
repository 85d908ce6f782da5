// SPDX-License-Identifier: Apache-2.0
package io.msgr2.address;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import org.junit.jupiter.api.Tag;

/** Bytes in the place of an address vector, which may also be those of a single address. */
@Tag("fuzz")
class AddressFuzzTest {
  @FuzzTest
  void reads_or_refuses(byte @NotNull [] input) {
    EntityAddressVector vector;
    try {
      vector = WireReader.fromBytes("vector", input, EntityAddressVector::read);
    } catch (ProtocolException refused) {
      return;
    }
    assertThat(
            WireReader.fromBytes(
                "vector", WireWriter.toBytes(vector::write), EntityAddressVector::read))
        .isEqualTo(vector);
    assertThat(vector.toString()).isNotEmpty();
    vector.addresses().forEach(AddressFuzzTest::check);
    for (int i = 1; i < vector.addresses().size(); i++) {
      EntityAddress a = vector.addresses().get(i - 1);
      EntityAddress b = vector.addresses().get(i);
      assertThat(a.compareTo(b)).isEqualTo(-b.compareTo(a));
      assertThat(a.compareTo(b) == 0).isEqualTo(a.equals(b));
    }
  }

  private static void check(EntityAddress address) {
    EntityAddress legacy =
        WireReader.fromBytes(
            "legacy", WireWriter.toBytes(address::writeLegacy), EntityAddress::read);
    assertThat(legacy.isIp()).isEqualTo(address.isIp());
    assertThat(legacy.nonce()).isEqualTo(address.nonce());
    if (!address.isIp()) {
      return;
    }
    assertThat(legacy.withType(address.type())).isEqualTo(address);
    assertThat(address.toSocketAddress().getPort()).isEqualTo(address.port());
    if (address.type() != AddressType.NONE) {
      // The text has neither scope id nor flow information, nor what may be behind an IPv4 address.
      EntityAddress parsed = EntityAddress.parse(address.toString());
      assertThat(parsed.toString()).isEqualTo(address.toString());
      assertThat(parsed.isSameHost(address)).isTrue();
    }
  }
}
