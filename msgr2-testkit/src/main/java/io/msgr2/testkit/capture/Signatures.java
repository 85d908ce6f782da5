// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import io.msgr2.auth.Secret;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.Role;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks AUTH_SIGNATURE frames: each carries a digest of all that its sender had received when
 * authentication ended (docs/protocol-notes.md, AUTH_SIGNATURE).
 */
final class Signatures {
  private static final byte[] UNSIGNED = new byte[ControlFrame.AuthSignature.BYTES];

  private final Map<Role, Long> ends = new EnumMap<>(Role.class);
  private Optional<Secret> key = Optional.empty();

  /** What can be said of a signature. */
  enum Verdict {
    RIGHT,
    WRONG,
    UNKNOWN
  }

  /** Says that what a side sent is signed at least up to here. */
  void end(Direction direction) {
    ends.put(direction.sender(), direction.unitAt());
  }

  void key(Optional<Secret> sessionKey) {
    key = sessionKey;
  }

  /**
   * Checks a signature.
   *
   * @param signed the direction whose bytes it covers: that of the signer's peer
   */
  Verdict check(ControlFrame.AuthSignature signature, Direction signed) {
    Long end = ends.get(signed.sender());
    if (key.isEmpty() || end == null || !signed.bytes().whole()) {
      return Verdict.UNKNOWN;
    }
    byte[] digest = key.get().isEmpty() ? UNSIGNED : hmac(key.get(), signed.bytes().before(end));
    return MessageDigest.isEqual(digest, signature.digest()) ? Verdict.RIGHT : Verdict.WRONG;
  }

  private static byte[] hmac(Secret key, byte[] bytes) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.reveal(), "HmacSHA256"));
      return mac.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 of this Java runtime failed", e);
    }
  }
}
