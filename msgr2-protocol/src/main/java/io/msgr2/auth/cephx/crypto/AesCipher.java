// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx.crypto;

import io.msgr2.codec.WireWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Key type 1, AES-128-CBC with a fixed initialisation vector and no authentication
 * (docs/protocol-notes.md, cephx). Only the envelope's constant and the padding tell a wrong key.
 */
final class AesCipher implements KeyCipher {
  static final AesCipher INSTANCE = new AesCipher();

  private static final int KEY_BYTES = 16;
  private static final IvParameterSpec IV =
      new IvParameterSpec("cephsageyudagreg".getBytes(StandardCharsets.US_ASCII));

  private AesCipher() {}

  @Override
  public byte[] encrypt(byte[] secret, KeyUsage usage, byte[] plaintext, RandomGenerator random)
      throws GeneralSecurityException {
    return cipher(Cipher.ENCRYPT_MODE, secret).doFinal(plaintext);
  }

  @Override
  public byte[] decrypt(byte[] secret, KeyUsage usage, byte[] ciphertext)
      throws GeneralSecurityException {
    if (ciphertext.length == 0) {
      throw new IllegalBlockSizeException("nothing to decrypt");
    }
    return cipher(Cipher.DECRYPT_MODE, secret).doFinal(ciphertext);
  }

  /**
   * Both challenges go through the cipher like any structure, and the length prefix that goes
   * before a structure on the wire is part of what is folded.
   */
  @Override
  public byte[] challengeDigest(byte[] secret, byte[] challenges) throws GeneralSecurityException {
    byte[] sealed = cipher(Cipher.ENCRYPT_MODE, secret).doFinal(Envelope.wrap(challenges));
    return WireWriter.toBytes(writer -> writer.blob(sealed));
  }

  private static Cipher cipher(int direction, byte[] secret) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cipher.init(direction, new SecretKeySpec(secret, 0, KEY_BYTES, "AES"), IV);
    return cipher;
  }
}
