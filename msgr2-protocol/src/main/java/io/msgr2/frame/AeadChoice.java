// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.msgr2.codec.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.ToLongFunction;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Finds the fastest provider of AES-GCM. Java prefers its own; another one that is installed, or
 * only on the class path, as the Amazon Corretto Crypto Provider may be, is taken if it does
 * exactly the same, and clearly faster.
 */
final class AeadChoice {
  // Less is within what two measurements of the same provider differ by.
  private static final double CLEARLY = 0.85;

  private static final int KEY_BYTES = 16;

  // An empty answer, a small request, a page, and the piece that large payloads are encrypted in.
  private static final int[] LENGTHS = {80, 96, 4096, 16 * 1024};

  private static final SecretKey KEY = new SecretKeySpec(new byte[KEY_BYTES], "AES");

  private AeadChoice() {}

  /**
   * Returns what to use in place of what Java prefers, if anything.
   *
   * @param nanos says how long a cipher needs for a given amount of work
   */
  static Optional<Provider> find(List<Provider> candidates, ToLongFunction<Cipher> nanos) {
    List<Cipher> usable =
        candidates.stream()
            .map(Aead::of)
            .flatMap(Optional::stream)
            .filter(AeadChoice::doesTheSame)
            .toList();
    if (usable.isEmpty()) {
      return Optional.empty();
    }
    Optional<Provider> best = Optional.empty();
    long limitNanos = (long) (nanos.applyAsLong(Aead.preferred()) * CLEARLY);
    for (Cipher cipher : usable) {
      long needed = nanos.applyAsLong(cipher);
      if (needed < limitNanos) {
        best = Optional.of(cipher.getProvider());
        limitNanos = needed;
      }
    }
    return best;
  }

  /** Returns all providers but the one that Java prefers. */
  static List<Provider> others() {
    List<Provider> all = new ArrayList<>(List.of(Security.getProviders()));
    List<String> installed = all.stream().map(Provider::getName).toList();
    try {
      for (Provider found : ServiceLoader.load(Provider.class)) {
        if (!installed.contains(found.getName())) {
          all.add(found);
        }
      }
    } catch (ServiceConfigurationError | LinkageError ignored) {
      // One that does not load cannot be used, and nobody has asked for it by name.
    }
    String preferred = Aead.preferred().getProvider().getName();
    all.removeIf(provider -> provider.getName().equals(preferred));
    return all;
  }

  /**
   * Returns whether frames of the one cipher can be opened by the other, and forged ones by none.
   */
  private static boolean doesTheSame(Cipher cipher) {
    try {
      Cipher preferred = Aead.preferred();
      for (int length : LENGTHS) {
        byte[] sealed = seal(cipher, length);
        if (!Arrays.equals(sealed, seal(preferred, length))
            || !open(cipher, sealed, length)
            || opensForged(cipher, sealed, length)) {
          return false;
        }
      }
      return true;
    } catch (RuntimeException | LinkageError unusable) {
      return false;
    }
  }

  private static byte[] seal(Cipher cipher, int length) {
    ByteBuf out = Unpooled.buffer(length + FrameLayout.AUTH_TAG);
    FrameSealer sealer = new FrameSealer(KEY, nonces(length), cipher);
    sealer.begin(out);
    sealer.zeros(length);
    sealer.finish();
    return out.array();
  }

  private static boolean open(Cipher cipher, byte[] sealed, int length) {
    byte[] plain = new byte[length];
    Arrays.fill(plain, (byte) 1);
    FrameOpener opener = new FrameOpener(KEY, nonces(length), cipher);
    opener.begin();
    return opener.finish(Unpooled.wrappedBuffer(sealed), 0, sealed.length, plain, 0) == length
        && Arrays.equals(plain, new byte[length]);
  }

  private static boolean opensForged(Cipher cipher, byte[] sealed, int length) {
    byte[] forged = sealed.clone();
    forged[length / 2] ^= 1;
    try {
      open(cipher, forged, length);
      return true;
    } catch (ProtocolException refused) {
      return false;
    }
  }

  /** Begins elsewhere for each length: ciphers refuse a nonce that they have encrypted with. */
  private static NonceSequence nonces(int length) {
    NonceSequence nonces = new NonceSequence(Revision.V2_1, new byte[NonceSequence.BYTES]);
    nonces.advance(length);
    return nonces;
  }
}
