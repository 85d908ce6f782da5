// SPDX-License-Identifier: Apache-2.0
package io.msgr2.handshake;

import io.msgr2.auth.Secret;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Everything that one direction of a TCP connection carried up to the end of authentication, byte
 * for byte, banner and checksums included. AUTH_SIGNATURE proves that both sides saw the same, so
 * that nobody in between changed what was negotiated (docs/protocol-notes.md, AUTH_SIGNATURE).
 */
final class Transcript {
  /** The digest that stands for "no key": authentication left none behind. */
  private static final byte[] UNSIGNED = new byte[32];

  // Any login takes a few kilobytes. The limit keeps a peer from filling memory with attempts.
  private static final int LIMIT_BYTES = 128 * 1024;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

  /** Adds a part of a buffer, which stays the caller's and is not moved. */
  void add(ByteBuf buffer, int at, int length) {
    byte[] copy = new byte[length];
    buffer.getBytes(at, copy);
    add(copy);
  }

  void add(byte[] part) {
    if (bytes.size() + part.length > LIMIT_BYTES) {
      throw new ProtocolException(
          Violation.AUTH_TOO_MANY_ATTEMPTS,
          "more than " + LIMIT_BYTES + " bytes exchanged before authentication was done");
    }
    bytes.writeBytes(part);
  }

  /** Returns the digest of all that was added, as AUTH_SIGNATURE carries it. */
  byte[] digest(Secret sessionKey) {
    if (sessionKey.isEmpty()) {
      return UNSIGNED.clone();
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(sessionKey.reveal(), "HmacSHA256"));
      return mac.doFinal(bytes.toByteArray());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 of this Java runtime failed", e);
    }
  }
}
