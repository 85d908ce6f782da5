// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Key type 2, the Kerberos encryption type aes256-cts-hmac-sha384-192 of RFC 8009 with usage
 * numbers of Ceph's own (docs/protocol-notes.md, cephx). Numbers in the derivation of keys are
 * big-endian, unlike everything else in cephx.
 */
final class Aes256kCipher implements KeyCipher {
  static final Aes256kCipher INSTANCE = new Aes256kCipher();

  private static final int CONFOUNDER_BYTES = 16;
  private static final int TAG_BYTES = 24;
  private static final int ENCRYPTION_KEY_BYTES = 32;
  private static final int INTEGRITY_KEY_BYTES = 24;
  static final byte ENCRYPTION_PURPOSE = (byte) 0xaa;
  static final byte INTEGRITY_PURPOSE = 0x55;
  private static final byte[] ZERO_IV = new byte[16];

  private Aes256kCipher() {}

  @Override
  public byte[] encrypt(byte[] secret, KeyUsage usage, byte[] plaintext, RandomGenerator random)
      throws GeneralSecurityException {
    byte[] confounder = new byte[CONFOUNDER_BYTES];
    random.nextBytes(confounder);
    byte[] confounded =
        ByteBuffer.allocate(CONFOUNDER_BYTES + plaintext.length)
            .put(confounder)
            .put(plaintext)
            .array();
    byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, secret, usage).doFinal(confounded);
    return ByteBuffer.allocate(encrypted.length + TAG_BYTES)
        .put(encrypted)
        .put(tag(secret, usage, encrypted))
        .array();
  }

  @Override
  public byte[] decrypt(byte[] secret, KeyUsage usage, byte[] ciphertext)
      throws GeneralSecurityException {
    if (ciphertext.length < CONFOUNDER_BYTES + TAG_BYTES) {
      throw new AEADBadTagException("too short to hold a tag");
    }
    int encryptedBytes = ciphertext.length - TAG_BYTES;
    byte[] encrypted = Arrays.copyOf(ciphertext, encryptedBytes);
    byte[] tag = Arrays.copyOfRange(ciphertext, encryptedBytes, ciphertext.length);
    if (!MessageDigest.isEqual(tag, tag(secret, usage, encrypted))) {
      throw new AEADBadTagException("tag does not match");
    }
    byte[] confounded = cipher(Cipher.DECRYPT_MODE, secret, usage).doFinal(encrypted);
    return Arrays.copyOfRange(confounded, CONFOUNDER_BYTES, confounded.length);
  }

  @Override
  public byte[] challengeDigest(byte[] secret, byte[] challenges) throws GeneralSecurityException {
    return mac("HmacSHA256", secret).doFinal(challenges);
  }

  private static byte[] tag(byte[] secret, KeyUsage usage, byte[] encrypted)
      throws GeneralSecurityException {
    Mac mac =
        mac("HmacSHA384", derive(secret, usage.number(), INTEGRITY_PURPOSE, INTEGRITY_KEY_BYTES));
    mac.update(ZERO_IV);
    return Arrays.copyOf(mac.doFinal(encrypted), TAG_BYTES);
  }

  /** The JDK's ciphertext stealing is the variant CS3 that is needed here. */
  private static Cipher cipher(int direction, byte[] secret, KeyUsage usage)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/CTS/NoPadding");
    byte[] key = derive(secret, usage.number(), ENCRYPTION_PURPOSE, ENCRYPTION_KEY_BYTES);
    cipher.init(direction, new SecretKeySpec(key, "AES"), new IvParameterSpec(ZERO_IV));
    return cipher;
  }

  static byte[] derive(byte[] secret, int usage, byte purpose, int bytes)
      throws GeneralSecurityException {
    byte[] input =
        ByteBuffer.allocate(14)
            .putInt(1)
            .putInt(usage)
            .put(purpose)
            .put((byte) 0)
            .putInt(bytes * Byte.SIZE)
            .array();
    return Arrays.copyOf(mac("HmacSHA384", secret).doFinal(input), bytes);
  }

  private static Mac mac(String algorithm, byte[] key) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(algorithm);
    mac.init(new SecretKeySpec(key, algorithm));
    return mac;
  }
}
