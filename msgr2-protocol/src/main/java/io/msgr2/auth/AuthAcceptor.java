// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth;

/**
 * The accepting side's part in authenticating one TCP connection (msgr2 spec, Authentication). A
 * payload that cannot be decoded is refused like a wrong one; nothing here throws because of what
 * the peer sent.
 */
public interface AuthAcceptor {
  /** Takes AUTH_REQUEST and decides. */
  AuthDecision request(AuthRequest request);

  /** Takes the payload of AUTH_REQUEST_MORE and decides. */
  AuthDecision requestMore(byte[] payload);
}
