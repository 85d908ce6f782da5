// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth;

import java.security.MessageDigest;

/**
 * Bytes that must not be seen: a key or a connection secret. Printing it shows its length only;
 * comparing takes the same time wherever the first difference is.
 */
public final class Secret {
  /** No key at all, as the method {@code none} leaves behind. */
  public static final Secret EMPTY = new Secret(new byte[0]);

  private final byte[] bytes;

  private Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Returns a secret of a copy of the given bytes. */
  public static Secret copyOf(byte[] bytes) {
    return new Secret(bytes.clone());
  }

  /** Returns how many bytes there are. */
  public int length() {
    return bytes.length;
  }

  /** Returns whether there are no bytes. */
  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** Returns a copy of the bytes, for a cipher or an encoder; never for a log. */
  public byte[] reveal() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && MessageDigest.isEqual(bytes, secret.bytes);
  }

  @Override
  public int hashCode() {
    // Not derived from the content, which a hash would help to guess.
    return bytes.length;
  }

  @Override
  public String toString() {
    return "Secret[" + bytes.length + " bytes]";
  }
}
