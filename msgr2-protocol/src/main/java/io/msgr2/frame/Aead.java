// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

/** The cipher of secure mode, from whichever provider the JDK prefers. */
final class Aead {
  private Aead() {}

  static Cipher cipher() {
    return instance("AES/GCM/NoPadding");
  }

  /** The part of GCM that encrypts; alone it reads what is not authenticated yet. */
  static Cipher counterMode() {
    return instance("AES/CTR/NoPadding");
  }

  /** Wraps a failure that no input of a peer can cause. */
  static IllegalStateException broken(GeneralSecurityException e) {
    return new IllegalStateException("AES of this Java runtime failed", e);
  }

  private static Cipher instance(String transformation) {
    try {
      return Cipher.getInstance(transformation);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(transformation + " is missing in this Java runtime", e);
    }
  }
}
