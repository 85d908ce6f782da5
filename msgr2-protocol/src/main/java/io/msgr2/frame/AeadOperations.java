// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;

/**
 * The AEAD operations of one direction of a secure connection, one after the other, each with the
 * next nonce. What an operation begins with costs as much as encrypting some hundred bytes, and can
 * be done ahead.
 */
final class AeadOperations {
  private enum Stage {
    NONE,
    PREPARED,
    UNDER_WAY
  }

  private final int mode;
  private final SecretKey key;
  private final NonceSequence nonces;
  private final byte[] nonce = new byte[NonceSequence.BYTES];
  private final GcmParameters parameters = new GcmParameters(nonce);
  private final Cipher cipher;
  private Stage stage = Stage.NONE;

  /**
   * @param mode of the cipher
   * @param cipher does nothing else
   */
  AeadOperations(int mode, SecretKey key, NonceSequence nonces, Cipher cipher) {
    this.mode = mode;
    this.key = key;
    this.nonces = nonces;
    this.cipher = cipher;
  }

  /**
   * Does what the next operation begins with, if none is under way and there may be another one.
   */
  void prepare() {
    if (stage == Stage.NONE && !nonces.areExhausted()) {
      init();
      stage = Stage.PREPARED;
    }
  }

  /**
   * Has the cipher start an operation.
   *
   * @throws NonceExhaustedException when every nonce was used once
   */
  void begin() {
    if (stage != Stage.PREPARED) {
      init();
    }
    stage = Stage.UNDER_WAY;
  }

  /** Says that the operation that was begun is over. */
  void end() {
    stage = Stage.NONE;
  }

  /** Returns the nonce of the operation that was begun last; stays this object's. */
  byte[] nonce() {
    return nonce;
  }

  private void init() {
    try {
      nonces.next(nonce);
      cipher.init(mode, key, parameters);
    } catch (GeneralSecurityException e) {
      throw Aead.broken(e);
    }
  }
}
