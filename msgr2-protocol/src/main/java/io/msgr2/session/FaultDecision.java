// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

/** What a session does when its connection broke (docs/protocol-notes.md, Sessions). */
enum FaultDecision {
  /** The session is over. */
  END,
  /** It rests until there is something to send, or the peer comes back. */
  STANDBY,
  /** It dials at once. */
  RECONNECT,
  /** It dials after a while. */
  BACK_OFF;

  /**
   * What matters for the decision.
   *
   * @param phase where the session stood
   * @param lossy whether the session ends with its connection
   * @param dials whether this side can dial
   * @param standby whether the session rests when there is nothing to send
   * @param idle whether there is nothing to send
   * @param progressed whether anything got through on the connection
   * @param givenUp whether it was tried for long enough
   */
  record Case(
      Phase phase,
      boolean lossy,
      boolean dials,
      boolean standby,
      boolean idle,
      boolean progressed,
      boolean givenUp) {}

  static FaultDecision of(Case it) {
    return switch (it.phase) {
      case ACCEPTING, SERVER_WAIT, CLOSING, CLOSED -> END;
      case CONNECTING -> it.givenUp ? END : unlessResting(it, BACK_OFF);
      case READY -> it.lossy ? END : unlessResting(it, it.progressed ? RECONNECT : BACK_OFF);
      case STANDBY, WAIT -> throw new IllegalStateException("no connection in " + it.phase);
    };
  }

  private static FaultDecision unlessResting(Case it, FaultDecision dial) {
    return !it.dials || it.standby && it.idle ? STANDBY : dial;
  }
}
