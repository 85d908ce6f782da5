// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx.crypto;

import java.security.GeneralSecurityException;
import java.util.random.RandomGenerator;

/**
 * What a type of key can do with a secret of that type. Implementations have no state of their own.
 * No method keeps, changes or prints its arguments.
 */
sealed interface KeyCipher permits AesCipher, Aes256kCipher {
  /** Encrypts; {@code random} is used by types that need it. */
  byte[] encrypt(byte[] secret, KeyUsage usage, byte[] plaintext, RandomGenerator random)
      throws GeneralSecurityException;

  /**
   * Decrypts what came from a peer.
   *
   * @throws GeneralSecurityException when it cannot have been made by {@link #encrypt} with this
   *     secret and usage, as far as the type of key can tell
   */
  byte[] decrypt(byte[] secret, KeyUsage usage, byte[] ciphertext) throws GeneralSecurityException;

  /** Returns what is folded into the answer to a monitor's challenge. */
  byte[] challengeDigest(byte[] secret, byte[] challenges) throws GeneralSecurityException;
}
