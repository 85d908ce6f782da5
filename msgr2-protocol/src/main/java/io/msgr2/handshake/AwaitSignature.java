// SPDX-License-Identifier: Apache-2.0
package io.msgr2.handshake;

import io.msgr2.auth.AuthOutcome;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.FrameKeys;
import java.security.MessageDigest;
import java.util.function.Supplier;

/**
 * AUTH_SIGNATURE was sent; the same on both sides, since neither waits for the other's.
 *
 * @param expected the digest that proves that the peer received what this side sent
 * @param next what the handshake does then
 */
record AwaitSignature(byte[] expected, Supplier<HandshakeState> next) implements HandshakeState {
  /** Ends the signed part of the connection, secures the rest, and sends AUTH_SIGNATURE. */
  static AwaitSignature sign(
      Wire wire, ConnectionMode mode, AuthOutcome outcome, Supplier<HandshakeState> next) {
    Wire.Signatures signatures = wire.endTranscripts(outcome.sessionKey());
    if (mode == ConnectionMode.SECURE) {
      wire.secure(new FrameKeys(outcome.connectionSecret().reveal()));
    }
    wire.send(new ControlFrame.AuthSignature(signatures.ofReceived()));
    return new AwaitSignature(signatures.ofSent(), next);
  }

  @Override
  public String awaits() {
    return "AUTH_SIGNATURE";
  }

  @Override
  public HandshakeState on(ControlFrame frame) {
    if (!(frame instanceof ControlFrame.AuthSignature signature)) {
      throw outOfState(frame.tag());
    }
    if (!MessageDigest.isEqual(signature.digest(), expected)) {
      throw new ProtocolException(
          Violation.SIGNATURE_MISMATCH,
          "AUTH_SIGNATURE does not match the bytes that this side sent");
    }
    return next.get();
  }
}
