// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx.crypto;

import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import java.util.Locale;

/** The types of keys, with their numbers on the wire. */
public enum KeyType {
  /** AES-128, the only type before Ceph 20. */
  AES(1, 16),
  /** AES-256 with integrity, made for Ceph 20. */
  AES256K(2, 32);

  private final int wire;
  private final int secretBytes;

  KeyType(int wire, int secretBytes) {
    this.wire = wire;
    this.secretBytes = secretBytes;
  }

  /**
   * Returns the type with the given number.
   *
   * @throws ProtocolException when there is none
   */
  public static KeyType ofWire(int wire) {
    for (KeyType type : values()) {
      if (type.wire == wire) {
        return type;
      }
    }
    throw new ProtocolException(Violation.PAYLOAD_MALFORMED, "key type " + wire + " is not known");
  }

  /** Returns the number on the wire. */
  public int wire() {
    return wire;
  }

  /** Returns the length of a secret of this type; longer ones are valid, shorter ones are not. */
  public int secretBytes() {
    return secretBytes;
  }

  KeyCipher cipher() {
    return switch (this) {
      case AES -> AesCipher.INSTANCE;
      case AES256K -> Aes256kCipher.INSTANCE;
    };
  }

  /** Returns Ceph's name of the type, in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
