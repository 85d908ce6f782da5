// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.netty.buffer.ByteBuf;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;

/**
 * Encrypts one direction of a secure connection. An AEAD operation is {@link #begin}, any number of
 * {@link #update} and {@link #finish}; the ciphertext and, at the end, the authentication tag are
 * appended to the buffer given to {@code begin}.
 *
 * <p>What is to be encrypted is gathered in an array that fits into the processor's cache, and
 * encrypted where it lies: each call of AES-GCM costs as much as encrypting some hundred bytes. An
 * operation that is not finished before another sealer of the same thread is used has to be {@link
 * #suspend suspended}.
 */
final class FrameSealer {
  private final AeadOperations operations;
  private final Cipher cipher;
  private byte[] gathered;
  private int length;
  private ByteBuf out;

  FrameSealer(SecretKey key, NonceSequence nonces) {
    this(key, nonces, Aead.cipher());
  }

  FrameSealer(SecretKey key, NonceSequence nonces, Cipher cipher) {
    this.cipher = cipher;
    this.operations = new AeadOperations(Cipher.ENCRYPT_MODE, key, nonces, cipher);
  }

  /** Does ahead what the next operation begins with (see {@link AeadOperations#prepare}). */
  void prepare() {
    operations.prepare();
  }

  /**
   * Starts an operation.
   *
   * @param into where the output goes, with room for what will be encrypted and for the
   *     authentication tag
   * @throws NonceExhaustedException when every nonce was used once
   */
  void begin(ByteBuf into) {
    operations.begin();
    resume(into);
  }

  /** Encrypts a part of a buffer, which stays the caller's and is not moved. */
  void update(ByteBuf in, int at, int bytes) {
    for (int done = 0; done < bytes; ) {
      int part = Math.min(bytes - done, makeRoom());
      in.getBytes(at + done, gathered, length, part);
      length += part;
      done += part;
    }
  }

  /** Encrypts bytes that fit into the first array of an operation. */
  void update(byte[] in) {
    System.arraycopy(in, 0, gathered, length, in.length);
    length += in.length;
  }

  /** Encrypts the zero bytes that round a segment of the given length up to whole blocks. */
  void pad(int bytes) {
    zeros(FrameLayout.padded(bytes) - bytes);
  }

  /** Encrypts so many zero bytes. */
  void zeros(int count) {
    for (int left = count; left > 0; ) {
      int part = Math.min(left, makeRoom());
      Arrays.fill(gathered, length, length + part, (byte) 0);
      length += part;
      left -= part;
    }
  }

  /** Encrypts a byte. */
  void update(int value) {
    makeRoom();
    gathered[length++] = (byte) value;
  }

  /** Ends the operation with the authentication tag. */
  void finish() {
    operations.end();
    try {
      out.writeBytes(gathered, 0, cipher.doFinal(gathered, 0, length, gathered, 0));
    } catch (GeneralSecurityException e) {
      throw Aead.broken(e);
    }
    forget();
  }

  /** Encrypts what was gathered, which has to be whole blocks, so as to go on another time. */
  void suspend() {
    flush();
    forget();
  }

  /** Goes on with an operation, by any thread. */
  void resume(ByteBuf into) {
    gathered = CipherScratch.array();
    length = 0;
    out = into;
  }

  private void forget() {
    gathered = null;
    out = null;
  }

  private void flush() {
    try {
      out.writeBytes(gathered, 0, cipher.update(gathered, 0, length, gathered, 0));
    } catch (GeneralSecurityException e) {
      throw Aead.broken(e);
    }
    length = 0;
  }

  /** Returns how much can be gathered, having encrypted what was if there was no room left. */
  private int makeRoom() {
    if (length == CipherScratch.PLAINTEXT_BYTES) {
      flush();
    }
    return CipherScratch.PLAINTEXT_BYTES - length;
  }
}
