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
    Optional<Provider> provider = chosen;
    return provider.isPresent() ? required(provider.get()) : preferred();
  }

  /** Returns the cipher of the provider that Java prefers. */
  static Cipher preferred() {
    try {
      return Cipher.getInstance(GCM);
    } catch (GeneralSecurityException e) {
      throw missing(GCM, e);
    }
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
    try {
      return Cipher.getInstance(CTR);
    } catch (GeneralSecurityException e) {
      throw missing(CTR, e);
    }
  }

  /** Wraps a failure that no input of a peer can cause. */
  static IllegalStateException broken(GeneralSecurityException e) {
    return new IllegalStateException("AES of this Java runtime failed", e);
  }

  private static Cipher required(Provider provider) {
    return of(provider).orElseGet(Aead::preferred);
  }

  private static IllegalStateException missing(String transformation, GeneralSecurityException e) {
    return new IllegalStateException(transformation + " is missing in this Java runtime", e);
  }
}
