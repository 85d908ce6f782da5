// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx.crypto;

import io.msgr2.auth.Secret;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import io.netty.buffer.Unpooled;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * A key of cephx (Ceph's {@code CryptoKey}): an entity's own, a service's, or that of a session.
 * Immutable; printing it shows neither the secret nor anything derived from it.
 *
 * @param type how the secret is used
 * @param created when the key was made; of no consequence
 * @param secret the secret; all of it keys the signatures, whatever the cipher takes
 */
public record CephxKey(KeyType type, Instant created, Secret secret) {
  private static final int MAX_SECRET_BYTES = 0xffff;

  public CephxKey {
    if (secret.length() < type.secretBytes() || secret.length() > MAX_SECRET_BYTES) {
      throw new IllegalArgumentException(
          "a key of type "
              + type
              + " has at least "
              + type.secretBytes()
              + " bytes of secret, not "
              + secret.length());
    }
  }

  /**
   * Makes a new key.
   *
   * @param random where the secret comes from; for real use a {@link java.security.SecureRandom}
   */
  public static CephxKey generate(KeyType type, Instant created, RandomGenerator random) {
    byte[] secret = new byte[type.secretBytes()];
    random.nextBytes(secret);
    return new CephxKey(type, created, Secret.copyOf(secret));
  }

  /**
   * Makes a key from this one, the same each time. Whoever has this one can make it too; from the
   * new one nothing can be learnt about this one, nor about a key for another purpose.
   *
   * @param newType the type of the new key
   * @param newCreated when the new key is to have been made
   * @param purpose what it is for
   */
  public CephxKey derive(KeyType newType, Instant newCreated, byte[] purpose) {
    try {
      byte[] derived = Hkdf.derive(secret.reveal(), purpose, newType.secretBytes());
      return new CephxKey(newType, newCreated, Secret.copyOf(derived));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot derive a key", e);
    }
  }

  /**
   * Reads a key as keyrings hold it, in base64. Bytes after the key are ignored, as Ceph does.
   *
   * @throws IllegalArgumentException when it is malformed; the message does not repeat the text
   */
  public static CephxKey parse(String base64) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      // The decoder's message would repeat characters of the key.
      throw new IllegalArgumentException("the key is not valid base64");
    }
    try {
      return read(new WireReader(Unpooled.wrappedBuffer(bytes)));
    } catch (ProtocolException e) {
      throw new IllegalArgumentException("the key is malformed: " + e.getMessage());
    }
  }

  /** Returns the key as keyrings hold it, in base64; for a file, never for a log. */
  public String toBase64() {
    return Base64.getEncoder().encodeToString(WireWriter.toBytes(this::write));
  }

  /** Reads a key from a structure; an empty one is malformed. */
  public static CephxKey read(WireReader reader) {
    int type = reader.u16();
    Instant created = reader.utime();
    byte[] secret = reader.bytes(reader.u16());
    if (secret.length == 0) {
      throw new ProtocolException(Violation.PAYLOAD_MALFORMED, "key without a secret");
    }
    KeyType known = KeyType.ofWire(type);
    if (secret.length < known.secretBytes()) {
      throw new ProtocolException(
          Violation.PAYLOAD_MALFORMED,
          "key of type "
              + known
              + " needs "
              + known.secretBytes()
              + " bytes of secret, has "
              + secret.length);
    }
    return new CephxKey(known, created, Secret.copyOf(secret));
  }

  /** Writes the key, secret and all. */
  public void write(WireWriter writer) {
    writer.u16(type.wire()).utime(created).u16(secret.length()).bytes(secret.reveal());
  }

  /**
   * Seals a structure so that holders of this key can read it. Where a length goes before it, the
   * caller writes that.
   *
   * @param usage what the structure is for
   * @param content writes the structure
   * @param random where key types that need it take randomness from
   */
  public byte[] seal(KeyUsage usage, Consumer<WireWriter> content, RandomGenerator random) {
    byte[] envelope = Envelope.wrap(WireWriter.toBytes(content));
    try {
      return type.cipher().encrypt(secret.reveal(), usage, envelope, random);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot encrypt with a key of type " + type, e);
    }
  }

  /**
   * Opens a structure that a peer sealed with this key.
   *
   * @param usage what the structure has to be for
   * @param sealed the sealed structure, without a length before it
   * @param content reads the structure, all of it
   * @throws ProtocolException when it was not sealed with this key, or holds something else
   */
  public <T> T open(KeyUsage usage, byte[] sealed, Function<WireReader, T> content) {
    byte[] envelope;
    try {
      envelope = type.cipher().decrypt(secret.reveal(), usage, sealed);
    } catch (GeneralSecurityException e) {
      throw notSealed(usage);
    }
    byte[] inner = Envelope.unwrap(envelope).orElseThrow(() -> notSealed(usage));
    return WireReader.fromBytes("structure " + usage, inner, content);
  }

  /** Answers a monitor's challenge, which proves that this side has the key. */
  public long challengeAnswer(long serverChallenge, long clientChallenge) {
    byte[] challenges =
        WireWriter.toBytes(writer -> writer.u64(serverChallenge).u64(clientChallenge));
    try {
      return fold(type.cipher().challengeDigest(secret.reveal(), challenges));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot use a key of type " + type, e);
    }
  }

  @Override
  public String toString() {
    return "CephxKey[" + type + "]";
  }

  /** Combines the whole words; bytes after the last one do not count. */
  private static long fold(byte[] digest) {
    WireReader words = new WireReader(Unpooled.wrappedBuffer(digest));
    long folded = 0;
    while (words.remaining() >= Long.BYTES) {
      folded ^= words.u64();
    }
    return folded;
  }

  private static ProtocolException notSealed(KeyUsage usage) {
    return new ProtocolException(
        Violation.PAYLOAD_MALFORMED, usage + " was not sealed with the expected key");
  }
}
