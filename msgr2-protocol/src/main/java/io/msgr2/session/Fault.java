// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import io.msgr2.auth.AuthException;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.frame.NonceExhaustedException;
import io.msgr2.handshake.InjectedFault;
import io.msgr2.session.SessionFailure.Kind;
import java.util.Optional;

/**
 * A connection failed.
 *
 * @param why what the user is told
 * @param ending how the connection is closed
 * @param hopeless whether another attempt would fail like this one
 */
record Fault(SessionFailure why, Transport.Ending ending, boolean hopeless) {
  /** The connection is of no use any more. */
  static Fault broken(SessionFailure why) {
    return new Fault(why, Transport.Ending.NOW, false);
  }

  /**
   * Input caused an exception. What was said before is still to be transmitted.
   *
   * @throws RuntimeException the same, when neither the peer nor a fault point can have caused it
   */
  static Fault of(RuntimeException thrown, String step) {
    if (thrown instanceof ProtocolException protocol) {
      return of(protocol, step);
    }
    if (thrown instanceof AuthException auth) {
      boolean canceled = auth.errno() == AuthException.ECANCELED;
      Kind kind = canceled ? Kind.CLOSED : Kind.AUTHENTICATION;
      return flushing(SessionFailure.of(kind, step, auth.getMessage(), auth.errno()), canceled);
    }
    if (thrown instanceof NonceExhaustedException) {
      return lost(Kind.INTERNAL, step, thrown);
    }
    if (thrown instanceof InjectedFault) {
      return lost(Kind.DISCONNECTED, step, thrown);
    }
    throw thrown;
  }

  private static Fault of(ProtocolException thrown, String step) {
    Violation violation = thrown.violation();
    return flushing(
        new SessionFailure(
            violation == Violation.FEATURES_MISSING ? Kind.FEATURES : Kind.VIOLATION,
            step,
            thrown.getMessage(),
            SessionFailure.EPROTO,
            Optional.of(violation)),
        violation == Violation.WRONG_ENTITY_TYPE
            || violation == Violation.BANNER_FEATURES_REQUIRED
            || violation == Violation.BANNER_FEATURES_MISSING);
  }

  private static Fault lost(Kind kind, String step, RuntimeException thrown) {
    return flushing(
        SessionFailure.of(kind, step, thrown.getMessage(), SessionFailure.ECONNRESET), false);
  }

  private static Fault flushing(SessionFailure why, boolean hopeless) {
    return new Fault(why, Transport.Ending.AFTER_FLUSH, hopeless);
  }
}
