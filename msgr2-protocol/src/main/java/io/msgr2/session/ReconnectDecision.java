// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

/**
 * What becomes of a SESSION_RECONNECT whose sender has a session here (docs/protocol-notes.md,
 * Existing sessions).
 */
enum ReconnectDecision {
  /** The newcomer is closed without an answer. */
  DROP_NEWCOMER,
  /** The session is not the one that the peer means; the peer forgets what it has queued. */
  RESET_FULL,
  /** The session is not the one that the peer means; the peer keeps what it has queued. */
  RESET,
  /** The peer's global_seq is behind. */
  RETRY_GLOBAL,
  /** The peer's connect_seq is behind. */
  RETRY,
  /** The newcomer is told to wait, since this side's own connection will carry the session. */
  WAIT,
  /** The existing session goes on with the newcomer's connection. */
  TAKE_OVER;

  /**
   * What matters for the decision.
   *
   * @param samePeer whether both are of the same entity
   * @param sameCookie whether both have the same client cookie
   * @param agreed whether the existing session was ever agreed on, so that it has a server cookie
   * @param resetCheck whether the policy notices a peer that has lost the session
   * @param stale whether the peer has made a later attempt than this one
   * @param connectSeq how the existing session's connect_seq compares with the newcomer's:
   *     negative, zero or positive
   * @param incomingWins whether the peer's connection wins when both sides dial
   */
  record Case(
      boolean samePeer,
      boolean sameCookie,
      boolean agreed,
      boolean resetCheck,
      boolean stale,
      int connectSeq,
      boolean incomingWins) {}

  static ReconnectDecision of(Case it) {
    if (!it.samePeer) {
      return DROP_NEWCOMER;
    }
    if (!it.sameCookie) {
      return it.resetCheck ? RESET_FULL : RESET;
    }
    if (!it.agreed) {
      return RESET;
    }
    if (it.stale) {
      return RETRY_GLOBAL;
    }
    if (it.connectSeq > 0) {
      return RETRY;
    }
    return it.connectSeq == 0 && !it.incomingWins ? WAIT : TAKE_OVER;
  }
}
