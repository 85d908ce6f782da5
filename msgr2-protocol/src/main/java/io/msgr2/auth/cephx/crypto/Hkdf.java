// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx.crypto;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF with SHA-256 and without a salt (RFC 5869), which the JDK has from version 25 on. */
final class Hkdf {
  private static final String HMAC = "HmacSHA256";
  private static final int HASH_BYTES = 32;
  private static final byte[] NO_SALT = new byte[HASH_BYTES];

  private Hkdf() {}

  /**
   * Derives a secret.
   *
   * @param secret what to derive from
   * @param info what for: another purpose gives an unrelated secret
   * @param bytes how many, at most 255 times 32
   */
  static byte[] derive(byte[] secret, byte[] info, int bytes) throws GeneralSecurityException {
    Mac expand = mac(mac(NO_SALT).doFinal(secret));
    ByteArrayOutputStream derived = new ByteArrayOutputStream();
    byte[] block = {};
    for (int counter = 1; derived.size() < bytes; counter++) {
      expand.update(block);
      expand.update(info);
      expand.update((byte) counter);
      block = expand.doFinal();
      derived.writeBytes(block);
    }
    return Arrays.copyOf(derived.toByteArray(), bytes);
  }

  private static Mac mac(byte[] key) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(HMAC);
    mac.init(new SecretKeySpec(key, HMAC));
    return mac;
  }
}
