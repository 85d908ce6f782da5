// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.plan;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Base64;

/** A cephx key of type aes that both ends share, made for one run. */
final class SharedKey {
  private static final short AES = 1;
  private static final int KEY_BYTES = 16;

  private SharedKey() {}

  /** Returns a keyring with the key in its entry {@code [mon.]}. */
  static String keyring() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    // The type, the time it was created, and the length, all as in Ceph's keyrings.
    ByteBuffer encoded = ByteBuffer.allocate(12 + KEY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    encoded.putShort(AES).putInt(0).putInt(0).putShort((short) KEY_BYTES).put(key);
    return "[mon.]\n\tkey = " + Base64.getEncoder().encodeToString(encoded.array()) + "\n";
  }
}
