// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.message;

import io.msgr2.address.EntityAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Full OSD maps of a real cluster, changed to name an OSD of a test. */
public final class OsdMaps {
  private static final int NONCE_AT = 0x1cc;
  private static final int PORT_AT = 0x1d6;

  private OsdMaps() {}

  /** Returns a map with osd.0 on this machine's loopback, at the port and nonce given. */
  public static byte[] withOsdAt(EntityAddress address) {
    byte[] map = Encoded.osdMap("16.2.15");
    ByteBuffer.wrap(map)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(NONCE_AT, (int) address.nonce())
        .order(ByteOrder.BIG_ENDIAN)
        .putShort(PORT_AT, (short) address.port());
    return map;
  }
}
