// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.auth.cephx.crypto.KeyUsage;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A source of randomness that says again what a peer once chose: the 16 bytes that RFC 8009 puts
 * before what it encrypts. Keys of type aes take no randomness.
 */
final class Confounders implements RandomGenerator {
  private static final int CONFOUNDER_BYTES = 16;
  private static final int TAG_BYTES = 24;

  private final Queue<byte[]> confounders = new ArrayDeque<>();

  /** Adds what the sealed structure begins with; in the order in which they will be sealed. */
  Confounders add(CephxKey key, KeyUsage usage, byte[] sealed) {
    if (key.type() == KeyType.AES256K) {
      confounders.add(confounder(key.secret().reveal(), usage.number(), sealed));
    }
    return this;
  }

  boolean isUsedUp() {
    return confounders.isEmpty();
  }

  @Override
  public void nextBytes(byte[] bytes) {
    byte[] next = confounders.remove();
    System.arraycopy(next, 0, bytes, 0, bytes.length);
  }

  @Override
  public long nextLong() {
    throw new AssertionError("only confounders are chosen at random here");
  }

  private static byte[] confounder(byte[] secret, int usage, byte[] sealed) {
    try {
      byte[] input = ByteBuffer.allocate(14).putInt(1).putInt(usage).put((byte) 0xaa).array();
      ByteBuffer.wrap(input).putInt(10, 256);
      Mac mac = Mac.getInstance("HmacSHA384");
      mac.init(new SecretKeySpec(secret, "HmacSHA384"));
      byte[] key = Arrays.copyOf(mac.doFinal(input), 32);
      Cipher cipher = Cipher.getInstance("AES/CTS/NoPadding");
      cipher.init(
          Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
      byte[] plaintext = cipher.doFinal(sealed, 0, sealed.length - TAG_BYTES);
      return Arrays.copyOf(plaintext, CONFOUNDER_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
