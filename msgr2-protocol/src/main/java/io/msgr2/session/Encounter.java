// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import io.msgr2.frame.ControlFrame;
import io.msgr2.session.AcceptingState.Arrived;
import io.msgr2.session.Newcomer.Meeting;
import io.msgr2.session.SessionFailure.Kind;

/**
 * A session that a peer wants meets the one that there is (docs/protocol-notes.md, Identification).
 *
 * @param newcomer has accepted a connection, on which the peer has said which session it wants
 * @param existing has the same peer address
 */
record Encounter(Session newcomer, Session existing, long nowNanos) {

  Meeting begin(Arrived.ToBegin wanted) {
    SessionIdentity identity = existing.context().identity();
    var facts =
        new IdentDecision.Case(
            existing.peer().isSame(wanted.accepted().authenticated())
                && SessionPeer.canBe(
                    existing.context().established().map(ConnectionInfo::peer),
                    wanted.accepted().named(wanted.ident())),
            identity.hasSeenLater(wanted.ident().globalSeq()),
            existing.isLossy(),
            identity.isAgreed(),
            identity.sameClientCookie(wanted.ident().cookie()),
            existing.peer().policy().resetCheck(),
            peerWins());
    return switch (IdentDecision.of(facts)) {
      case DROP_NEWCOMER -> drop();
      case END_EXISTING -> {
        existing.end(
            Fault.broken(
                existing.failure(
                    Kind.DISCONNECTED, "the peer connected anew", SessionFailure.ECONNRESET)));
        yield Meeting.LOOK_AGAIN;
      }
      case RESET_AND_TAKE_OVER -> {
        existing.context().lostByPeer(true);
        yield takeOver(wanted);
      }
      case TAKE_OVER -> takeOver(wanted);
      case WAIT -> {
        // So that this side's own connection is wanted even if there is nothing to send.
        existing.keepalive(Ready.ASKED_BY_NOBODY, nowNanos);
        yield letWait();
      }
    };
  }

  Meeting resume(Arrived.ToResume wanted) {
    ControlFrame.SessionReconnect reconnect = wanted.reconnect();
    SessionIdentity identity = existing.context().identity();
    var facts =
        new ReconnectDecision.Case(
            existing.peer().isSame(wanted.accepted().authenticated()),
            identity.sameClientCookie(reconnect.clientCookie()),
            identity.isAgreed(),
            existing.peer().policy().resetCheck(),
            identity.hasSeenLater(reconnect.globalSeq()),
            Long.compareUnsigned(identity.connectSeq(), reconnect.connectSeq()),
            peerWins());
    return switch (ReconnectDecision.of(facts)) {
      case DROP_NEWCOMER -> drop();
      case RESET_FULL -> refuse(wanted, new ControlFrame.SessionReset(true));
      case RESET -> refuse(wanted, new ControlFrame.SessionReset(false));
      case RETRY_GLOBAL ->
          refuse(wanted, new ControlFrame.SessionRetryGlobal(identity.peerGlobalSeq()));
      case RETRY -> refuse(wanted, new ControlFrame.SessionRetry(identity.connectSeq()));
      case WAIT -> letWait();
      case TAKE_OVER -> {
        existing.takeOver(newcomer, nowNanos);
        existing.resume(wanted, nowNanos);
        yield Meeting.TAKEN_OVER;
      }
    };
  }

  private boolean peerWins() {
    return existing.peer().wins(existing.context().config().addresses());
  }

  private Meeting takeOver(Arrived.ToBegin wanted) {
    existing.takeOver(newcomer, nowNanos);
    existing.begin(wanted, nowNanos);
    return Meeting.TAKEN_OVER;
  }

  private Meeting refuse(Arrived.ToResume wanted, ControlFrame answer) {
    newcomer.refuse(wanted, answer, nowNanos);
    return Meeting.SETTLED;
  }

  private Meeting letWait() {
    newcomer.letWait(nowNanos);
    return Meeting.SETTLED;
  }

  private Meeting drop() {
    newcomer.end(
        Fault.broken(
            newcomer.failure(
                Kind.DISCONNECTED,
                "an existing session with the same address refused it",
                SessionFailure.ECONNRESET)));
    return Meeting.SETTLED;
  }
}
