// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth;

import io.msgr2.frame.ConnectionMode;

/**
 * The connecting side's part in authenticating one TCP connection (msgr2 spec, Authentication). The
 * handshake calls {@link #request} once, then, for each answer of the acceptor, the method named
 * after it, until one of them ends the exchange.
 *
 * <p>Every method throws {@link AuthException} when this side cannot go on, and {@link
 * io.msgr2.codec.ProtocolException} when the acceptor's payload is not what the method defines.
 */
public interface AuthConnector {
  /** Returns the first attempt, for AUTH_REQUEST. */
  AuthRequest request();

  /** Takes AUTH_BAD_METHOD and returns the next attempt, for another AUTH_REQUEST. */
  AuthRequest badMethod(AuthRefusal refusal);

  /** Takes the payload of AUTH_REPLY_MORE and returns that of AUTH_REQUEST_MORE. */
  byte[] replyMore(byte[] payload);

  /**
   * Takes AUTH_DONE. That {@code mode} is one of those offered was checked before.
   *
   * @param globalId the number the acceptor assigned or confirmed
   * @param mode the connection mode the acceptor chose
   * @param payload what the method has to say
   */
  AuthOutcome done(long globalId, ConnectionMode mode, byte[] payload);
}
