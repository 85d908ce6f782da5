// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts one direction of a secure connection. An AEAD operation is {@link #begin}, any number of
 * {@link #update} and {@link #finish}; the ciphertext and, at the end, the authentication tag are
 * appended to the buffer given to {@code begin}.
 *
 * <p>What is to be encrypted is gathered in an array that fits into the processor's cache, and
 * encrypted where it lies: AES-GCM is fastest there, and each call of it costs as much as
 * encrypting some hundred bytes.
 */
final class FrameSealer {
  private static final int TAG_BITS = FrameLayout.AUTH_TAG * Byte.SIZE;

  // The JDK compiles its AES-GCM for the hardware after so many calls, not after so many bytes: a
  // few large ones would stay fifty times slower than need be.
  private static final int CHUNK = 16 * 1024;

  // Enough for messages without much data, and little beside what a connection takes up anyway.
  private static final int SMALL = 512;

  private final SecretKey key;
  private final NonceSequence nonces;
  private final byte[] nonce = new byte[NonceSequence.BYTES];
  private final Cipher cipher;
  private final ByteBuf small = Unpooled.wrappedBuffer(new byte[SMALL]);
  private ByteBuf gathered = Unpooled.EMPTY_BUFFER;
  private ByteBuf out;

  FrameSealer(SecretKey key, NonceSequence nonces) {
    this(key, nonces, Aead.cipher());
  }

  FrameSealer(SecretKey key, NonceSequence nonces, Cipher cipher) {
    this.key = key;
    this.nonces = nonces;
    this.cipher = cipher;
  }

  /**
   * Starts an operation.
   *
   * @param bytes how many will be encrypted
   * @param into where the output goes, with room for those and the authentication tag
   */
  void begin(int bytes, ByteBuf into) {
    try {
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonces.next(nonce)));
    } catch (GeneralSecurityException e) {
      throw Aead.broken(e);
    }
    gathered =
        bytes + FrameLayout.AUTH_TAG <= SMALL
            ? small.retain().clear()
            : Ciphertext.allocate(CHUNK + FrameLayout.AUTH_TAG, CHUNK + FrameLayout.AUTH_TAG);
    out = into;
  }

  /** Encrypts a part of a buffer, which stays the caller's and is not moved. */
  void update(ByteBuf in, int at, int length) {
    for (int done = 0; done < length; ) {
      int part = Math.min(length - done, makeRoom());
      gathered.writeBytes(in, at + done, part);
      done += part;
    }
  }

  /** Encrypts the zero bytes that round a segment of the given length up to whole blocks. */
  void pad(int length) {
    zeros(FrameLayout.padded(length) - length);
  }

  /** Encrypts so many zero bytes. */
  void zeros(int count) {
    for (int left = count; left > 0; ) {
      int part = Math.min(left, makeRoom());
      gathered.writeZero(part);
      left -= part;
    }
  }

  /** Encrypts a byte. */
  void update(int value) {
    makeRoom();
    gathered.writeByte(value);
  }

  /** Ends the operation with the authentication tag. */
  void finish() {
    byte[] array = gathered.array();
    int at = gathered.arrayOffset();
    try {
      out.writeBytes(array, at, cipher.doFinal(array, at, gathered.readableBytes(), array, at));
    } catch (GeneralSecurityException e) {
      throw Aead.broken(e);
    }
    release();
  }

  /** Gives up an operation that was begun and not finished. */
  void release() {
    gathered.release();
    gathered = Unpooled.EMPTY_BUFFER;
    out = null;
  }

  /** Has the output of the operation go elsewhere from here on; {@link #flush} comes before. */
  void continueInto(ByteBuf into) {
    out = into;
  }

  /** Encrypts what was gathered, which has to be whole blocks. */
  void flush() {
    byte[] array = gathered.array();
    int at = gathered.arrayOffset();
    try {
      out.writeBytes(array, at, cipher.update(array, at, gathered.readableBytes(), array, at));
    } catch (GeneralSecurityException e) {
      throw Aead.broken(e);
    }
    gathered.clear();
  }

  /** Returns how much can be gathered, having encrypted what was if there was no room left. */
  private int makeRoom() {
    if (room() == 0) {
      flush();
    }
    return room();
  }

  private int room() {
    return gathered.writableBytes() - FrameLayout.AUTH_TAG;
  }
}
