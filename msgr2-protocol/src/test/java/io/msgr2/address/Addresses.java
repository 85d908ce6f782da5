// SPDX-License-Identifier: Apache-2.0
package io.msgr2.address;

import static io.msgr2.HostileInput.bytes;

import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/** Samples of addresses and what the tests do with them. */
final class Addresses {
  private static final String ZEROS_10 = "00000000000000000000";
  private static final String ZEROS_50 = ZEROS_10 + ZEROS_10 + ZEROS_10 + ZEROS_10 + ZEROS_10;
  private static final String ZEROS_100 = ZEROS_50 + ZEROS_50;

  static final String V2_IPV4 =
      "01 0101 1c000000 02000000 2a000000 10000000 0200 1a90 01020304 0000000000000000";
  static final String V2_IPV6 =
      "01 0101 28000000 02000000 2a000000 1c000000 0a00 1a90 00000000"
          + "20010db8000000000000000000000001 00000000";
  static final String BLANK =
      "01 0101 28000000 00000000 00000000 1c000000 0000" + ZEROS_10 + ZEROS_10 + "000000000000";
  static final String LEGACY_IPV4 =
      "00000000 07000000 0002 1a85 01020304" + ZEROS_10 + ZEROS_10 + ZEROS_100;
  static final String LEGACY_IPV6 =
      "00000000 07000000 000a 1a85 00000000 20010db8000000000000000000000001 00000000" + ZEROS_100;
  static final String LEGACY_BLANK = ZEROS_100 + ZEROS_10 + ZEROS_10 + ZEROS_10 + "000000000000";

  private Addresses() {}

  static EntityAddress decode(String hex) {
    return decode(bytes(hex));
  }

  static EntityAddress decode(byte[] bytes) {
    return toTheEnd(new WireReader(Unpooled.wrappedBuffer(bytes)));
  }

  static EntityAddress toTheEnd(WireReader reader) {
    EntityAddress address = EntityAddress.read(reader);
    reader.expectEnd("address");
    return address;
  }

  static byte[] encode(EntityAddress address) {
    return WireWriter.toBytes(address::write);
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** Returns what Ceph compares, taken from the encoding and so from no code that is compared. */
  static byte[] image(EntityAddress address) {
    byte[] encoded = encode(address);
    byte[] image = new byte[36];
    System.arraycopy(encoded, 7, image, 0, 8);
    System.arraycopy(encoded, 19, image, 8, encoded.length - 19);
    return image;
  }

  /** Draws from every type and family, all fields at random or, half of the time, nearly equal. */
  static EntityAddress random(Random random) {
    boolean alike = random.nextBoolean();
    byte[] sockaddr = new byte[new int[] {0, 16, 28}[random.nextInt(3)]];
    for (int i = 0; i < sockaddr.length; i++) {
      sockaddr[i] = (byte) (alike ? random.nextInt(20) / 19 : random.nextInt());
    }
    if (sockaddr.length > 0) {
      sockaddr[0] = (byte) (sockaddr.length == 16 ? 2 : 10);
      sockaddr[1] = 0;
      if (sockaddr.length == 16) {
        Arrays.fill(sockaddr, 8, 16, (byte) 0);
      }
    }
    int nonce = alike ? random.nextInt(3) << 8 * random.nextInt(4) : random.nextInt();
    int type = random.nextInt(5);
    return decode(
        WireWriter.toBytes(
            w -> w.u8(1).versioned(1, 1, body -> body.u32(type).u32(nonce).blob(sockaddr))));
  }
}
