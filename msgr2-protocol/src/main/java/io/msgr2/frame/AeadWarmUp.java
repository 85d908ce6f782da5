// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
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

  private static final int ROUNDS = 5;
  private static final int CALLS_PER_ROUND = 1_000;

  // What is decrypted is no secret, so neither is the key.
  private static final SecretKey KEY = new SecretKeySpec(new byte[KEY_BYTES], "AES");
  private static final GcmParameters PARAMETERS = new GcmParameters(new byte[NonceSequence.BYTES]);

  private AeadWarmUp() {}

  /**
   * Decrypts some 25 MB of its own making, which takes a few tenths of a second of a processor, and
   * as much again for each other provider of AES-GCM that is installed or on the class path. If one
   * of those does the same and is clearly faster, connections that begin from then on use it. Can
   * be called by any thread that has the time.
   *
   * @param nanoClock a clock that never goes back, in nanoseconds
   * @return the name of the provider that is used from now on
   */
  public static String run(LongSupplier nanoClock) {
    warmUp(Aead.preferred());
    List<Provider> others = AeadChoice.others();
    Optional<Provider> better = AeadChoice.find(others, cipher -> measure(cipher, nanoClock));
    better.ifPresent(Aead::choose);
    return better.orElse(Aead.preferred().getProvider()).getName();
  }

  /** Returns the shortest time of several rounds, so that an interruption does not count. */
  private static long measure(Cipher cipher, LongSupplier nanoClock) {
    warmUp(cipher);
    long shortest = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long before = nanoClock.getAsLong();
      decrypt(cipher, CALLS_PER_ROUND);
      shortest = Math.min(shortest, nanoClock.getAsLong() - before);
    }
    return shortest;
  }

  private static void warmUp(Cipher cipher) {
    decrypt(cipher, CALLS);
  }

  private static void decrypt(Cipher cipher, int calls) {
    try {
      byte[] small = encrypted(BYTES);
      byte[] large = encrypted(LARGE_BYTES);
      byte[] plain = new byte[LARGE_BYTES];
      for (int call = 0; call < calls; call++) {
        byte[] in = call % CALLS_PER_LARGE_ONE == 0 ? large : small;
        cipher.init(Cipher.DECRYPT_MODE, KEY, PARAMETERS);
        cipher.doFinal(in, 0, in.length, plain, 0);
      }
    } catch (GeneralSecurityException e) {
      throw Aead.broken(e);
    }
  }

  private static byte[] encrypted(int bytes) throws GeneralSecurityException {
    Cipher cipher = Aead.preferred();
    cipher.init(Cipher.ENCRYPT_MODE, KEY, PARAMETERS);
    return cipher.doFinal(new byte[bytes]);
  }
}
