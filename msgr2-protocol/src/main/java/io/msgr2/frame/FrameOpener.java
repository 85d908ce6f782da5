// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.netty.buffer.ByteBuf;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;

/**
 * Decrypts one direction of a secure connection and tells whether it is authentic. Works on arrays,
 * where the JDK's AES-GCM is fastest; native memory is copied over first.
 */
final class FrameOpener {
  // GCM uses counter 1 for the authentication tag and encrypts from counter 2 on.
  private static final int FIRST_COUNTER = 2;

  private final SecretKey key;
  private final AeadOperations operations;
  private final Cipher cipher;

  FrameOpener(SecretKey key, NonceSequence nonces) {
    this(key, nonces, Aead.cipher());
  }

  FrameOpener(SecretKey key, NonceSequence nonces, Cipher cipher) {
    this.key = key;
    this.cipher = cipher;
    this.operations = new AeadOperations(Cipher.DECRYPT_MODE, key, nonces, cipher);
  }

  /** Does ahead what the next operation begins with (see {@link AeadOperations#prepare}). */
  void prepare() {
    operations.prepare();
  }

  /**
   * Starts an operation.
   *
   * @throws ProtocolException when the peer would have had to stop before it
   */
  void begin() {
    try {
      operations.begin();
    } catch (NonceExhaustedException e) {
      throw new ProtocolException(
          Violation.NONCE_REUSED, "peer goes on to encrypt after it used every nonce");
    }
  }

  /**
   * Returns the plaintext of the first bytes of the operation that was begun, before there is any
   * proof that they are authentic. msgr2.0 cannot do without: the length of what is authenticated
   * stands in there.
   */
  byte[] peek(byte[] ciphertext) {
    try {
      Cipher counterMode = Aead.counterMode();
      byte[] block = new byte[FrameLayout.BLOCK];
      System.arraycopy(operations.nonce(), 0, block, 0, NonceSequence.BYTES);
      block[block.length - 1] = FIRST_COUNTER;
      counterMode.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(block));
      return counterMode.doFinal(ciphertext);
    } catch (GeneralSecurityException e) {
      throw Aead.broken(e);
    }
  }

  /** Adds ciphertext that comes before the one given to {@link #finish}. */
  void update(byte[] ciphertext) {
    cipher.update(ciphertext);
  }

  /**
   * Decrypts to the end of the operation: ciphertext and authentication tag.
   *
   * @param in stays the caller's and is not moved
   * @param length of ciphertext and tag together
   * @param out where the plaintext goes, with room for it
   * @return the length of the plaintext
   * @throws ProtocolException when the bytes are not what the peer sent
   */
  int finish(ByteBuf in, int at, int length, byte[] out, int outAt) {
    operations.end();
    try {
      if (in.hasArray()) {
        return cipher.doFinal(in.array(), in.arrayOffset() + at, length, out, outAt);
      }
      if (length <= CipherScratch.BYTES) {
        byte[] scratch = CipherScratch.array();
        in.getBytes(at, scratch, 0, length);
        return cipher.doFinal(scratch, 0, length, out, outAt);
      }
      ByteBuf copy = Ciphertext.allocate(length).writeBytes(in, at, length);
      try {
        return cipher.doFinal(copy.array(), copy.arrayOffset(), length, out, outAt);
      } finally {
        copy.release();
      }
    } catch (AEADBadTagException e) {
      throw new ProtocolException(
          Violation.FRAME_NOT_AUTHENTIC,
          "secure frame of " + length + " bytes does not match its authentication tag");
    } catch (GeneralSecurityException e) {
      throw Aead.broken(e);
    }
  }
}
