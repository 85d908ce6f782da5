// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Optional;
import javax.crypto.Cipher;

/**
 * The ciphers of secure mode: from the provider that Java prefers, or from the one that was chosen
 * instead because it is faster (see {@link AeadChoice}).
 */
final class Aead {
  private static final String GCM = "AES/GCM/NoPadding";
  private static final String CTR = "AES/CTR/NoPadding";

  private static volatile Optional<Provider> chosen = Optional.empty();

  private Aead() {}

  static Cipher cipher() {
    return chosen.flatMap(Aead::of).orElseGet(Aead::preferred);
  }

  /** Returns the cipher of the provider that Java prefers. */
  static Cipher preferred() {
    return instance(GCM);
  }

  /** Returns the cipher of a provider, if it has one. */
  static Optional<Cipher> of(Provider provider) {
    try {
      return Optional.of(Cipher.getInstance(GCM, provider));
    } catch (GeneralSecurityException | RuntimeException | LinkageError unusable) {
      return Optional.empty();
    }
  }

  /** Has connections that begin from now on use another provider. */
  static void choose(Provider provider) {
    chosen = Optional.of(provider);
  }

  /** The part of GCM that encrypts; alone it reads what is not authenticated yet. */
  static Cipher counterMode() {
    return instance(CTR);
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
