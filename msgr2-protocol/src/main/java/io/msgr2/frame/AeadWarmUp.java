// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes the JDK compile its AES-GCM for the hardware. Until it has, it decrypts at a fraction of
 * its speed, and what gets it there is the number of calls, not of bytes: a process that receives
 * large frames makes too few (see docs/decisions/0006).
 */
public final class AeadWarmUp {
  private static final int CALLS = 15_000;
  private static final int BYTES = 1024;

  // From 64 KiB on, the JDK goes another way to the same instructions.
  private static final int LARGE_BYTES = 65 * 1024;
  private static final int CALLS_PER_LARGE_ONE = 100;

  private static final int KEY_BYTES = 16;

  private AeadWarmUp() {}

  /**
   * Decrypts some 25 MB of its own making, which takes a few tenths of a second of a processor. Can
   * be called by any thread that has the time.
   */
  public static void run() {
    try {
      // What is decrypted is no secret, so neither is the key.
      SecretKey key = new SecretKeySpec(new byte[KEY_BYTES], "AES");
      var nonce = new GCMParameterSpec(FrameOpener.TAG_BITS, new byte[NonceSequence.BYTES]);
      byte[] small = encrypted(BYTES, key, nonce);
      byte[] large = encrypted(LARGE_BYTES, key, nonce);
      byte[] plain = new byte[LARGE_BYTES];
      Cipher cipher = Aead.cipher();
      for (int call = 0; call < CALLS; call++) {
        byte[] in = call % CALLS_PER_LARGE_ONE == 0 ? large : small;
        cipher.init(Cipher.DECRYPT_MODE, key, nonce);
        cipher.doFinal(in, 0, in.length, plain, 0);
      }
    } catch (GeneralSecurityException e) {
      throw Aead.broken(e);
    }
  }

  private static byte[] encrypted(int bytes, SecretKey key, GCMParameterSpec nonce)
      throws GeneralSecurityException {
    Cipher cipher = Aead.cipher();
    cipher.init(Cipher.ENCRYPT_MODE, key, nonce);
    return cipher.doFinal(new byte[bytes]);
  }
}
