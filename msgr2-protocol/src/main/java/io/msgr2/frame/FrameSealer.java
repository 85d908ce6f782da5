// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.netty.buffer.ByteBuf;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts one direction of a secure connection. An AEAD operation is {@link #begin}, any number of
 * {@link #update} and {@link #finish}; the ciphertext and, at the end, the authentication tag are
 * appended to the buffer given to {@code begin}, which is over an array because the JDK's AES-GCM
 * is fastest there.
 */
final class FrameSealer {
  private static final int TAG_BITS = FrameLayout.AUTH_TAG * Byte.SIZE;

  // The JDK compiles its AES-GCM for the hardware after so many calls, not after so many bytes: a
  // few large ones would stay fifty times slower than need be. It also stays in the cache.
  private static final int CHUNK = 16 * 1024;

  private static final byte[] ZEROS = new byte[FrameLayout.INLINE];

  private final SecretKey key;
  private final NonceSequence nonces;
  private final byte[] nonce = new byte[NonceSequence.BYTES];
  private final Cipher cipher;
  private ByteBuf out;

  FrameSealer(SecretKey key, NonceSequence nonces) {
    this.key = key;
    this.nonces = nonces;
    this.cipher = Aead.cipher();
  }

  /** Starts an operation whose output goes to the given buffer, which has room for all of it. */
  void begin(ByteBuf into) {
    try {
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonces.next(nonce)));
    } catch (GeneralSecurityException e) {
      throw Aead.broken(e);
    }
    out = into;
  }

  /** Encrypts a part of a buffer, which stays the caller's and is not moved. */
  void update(ByteBuf in, int at, int length) {
    if (in.hasArray()) {
      update(in.array(), in.arrayOffset() + at, length);
      return;
    }
    ByteBuf chunk = in.alloc().heapBuffer(Math.min(length, CHUNK));
    try {
      for (int done = 0; done < length; done += chunk.readableBytes()) {
        chunk.clear().writeBytes(in, at + done, Math.min(length - done, CHUNK));
        update(chunk.array(), chunk.arrayOffset(), chunk.readableBytes());
      }
    } finally {
      chunk.release();
    }
  }

  /** Encrypts the zero bytes that round a segment of the given length up to whole blocks. */
  void pad(int length) {
    zeros(FrameLayout.padded(length) - length);
  }

  /** Encrypts at most {@link FrameLayout#INLINE} zero bytes. */
  void zeros(int count) {
    update(ZEROS, 0, count);
  }

  /** Encrypts the last bytes and ends the operation with the authentication tag. */
  void finish(byte[] last) {
    try {
      int written =
          cipher.doFinal(last, 0, last.length, out.array(), out.arrayOffset() + out.writerIndex());
      out.writerIndex(out.writerIndex() + written);
    } catch (GeneralSecurityException e) {
      throw Aead.broken(e);
    } finally {
      out = null;
    }
  }

  private void update(byte[] in, int at, int length) {
    try {
      for (int done = 0; done < length; done += CHUNK) {
        int part = Math.min(length - done, CHUNK);
        int outAt = out.arrayOffset() + out.writerIndex();
        out.writerIndex(out.writerIndex() + cipher.update(in, at + done, part, out.array(), outAt));
      }
    } catch (GeneralSecurityException e) {
      throw Aead.broken(e);
    }
  }
}
