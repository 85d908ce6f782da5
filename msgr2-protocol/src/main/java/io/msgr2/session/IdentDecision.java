// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

/**
 * What becomes of a CLIENT_IDENT whose sender has a session here already (docs/protocol-notes.md,
 * Existing sessions).
 */
enum IdentDecision {
  /** The newcomer is closed without an answer. */
  DROP_NEWCOMER,
  /** The existing session ends; the newcomer begins one. */
  END_EXISTING,
  /** The existing session goes on with the newcomer's connection. */
  TAKE_OVER,
  /** The same, after it has forgotten what the peer has forgotten. */
  RESET_AND_TAKE_OVER,
  /** The newcomer is told to wait, since this side's own connection will carry the session. */
  WAIT;

  /**
   * What matters for the decision.
   *
   * @param samePeer whether both are of the same entity
   * @param stale whether the peer has made a later attempt than this one
   * @param lossy whether the existing session is lossy
   * @param agreed whether the existing session was ever agreed on, so that it has a server cookie
   * @param sameCookie whether both have the same client cookie
   * @param resetCheck whether the policy notices a peer that has lost the session
   * @param incomingWins whether the peer's connection wins when both sides dial
   */
  record Case(
      boolean samePeer,
      boolean stale,
      boolean lossy,
      boolean agreed,
      boolean sameCookie,
      boolean resetCheck,
      boolean incomingWins) {}

  static IdentDecision of(Case it) {
    if (!it.samePeer || it.stale) {
      return DROP_NEWCOMER;
    }
    if (it.lossy) {
      return END_EXISTING;
    }
    if (it.sameCookie) {
      return TAKE_OVER;
    }
    if (it.agreed) {
      return it.resetCheck ? RESET_AND_TAKE_OVER : TAKE_OVER;
    }
    return it.incomingWins ? TAKE_OVER : WAIT;
  }
}
