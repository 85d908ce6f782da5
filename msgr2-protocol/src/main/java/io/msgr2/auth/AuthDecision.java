// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth;

import io.msgr2.frame.ConnectionMode;

/** What an acceptor answers to a step of authentication. */
public sealed interface AuthDecision {
  /**
   * Another round is needed: AUTH_REPLY_MORE.
   *
   * @param payload what the method has to say
   */
  record More(byte[] payload) implements AuthDecision {}

  /**
   * The connector is who it says it is: AUTH_DONE.
   *
   * @param mode the connection mode, one of those that the connector offered
   * @param payload what the method has to say
   * @param outcome what this side keeps
   */
  record Done(ConnectionMode mode, byte[] payload, AuthOutcome outcome) implements AuthDecision {}

  /**
   * The attempt failed: AUTH_BAD_METHOD.
   *
   * @param refusal what the connector is told
   * @param reason what the operator of this side is told; no secrets
   */
  record Refused(AuthRefusal refusal, String reason) implements AuthDecision {}
}
