// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthDecision;
import io.msgr2.auth.AuthMethod;
import io.msgr2.auth.AuthRefusal;
import io.msgr2.auth.AuthRequest;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.Secret;
import io.msgr2.codec.ProtocolException;
import io.msgr2.frame.ConnectionMode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What every acceptor of cephx looks at first, and how it says no.
 *
 * @param peer what the connector claims to be
 * @param modes the connection modes that are allowed
 */
record CephxGate(EntityType peer, ConnectionModes modes) {
  private static final int CONNECTION_SECRET_BYTES = 64;
  private static final List<Integer> METHODS = List.of(AuthMethod.CEPHX.wire());

  /**
   * Checks method and modes of a request.
   *
   * @param next decides about the payload with the mode that was chosen; what it cannot read is
   *     denied
   */
  AuthDecision pass(AuthRequest request, Function<ConnectionMode, AuthDecision> next) {
    if (request.method() != AuthMethod.CEPHX.wire()) {
      return refused(
          request.method(),
          AuthRefusal.EOPNOTSUPP,
          AuthMethod.nameOf(request.method()) + " is not allowed here");
    }
    Optional<ConnectionMode> mode = modes.choose(peer, request.preferredModes());
    if (mode.isEmpty()) {
      return refused(AuthRefusal.EOPNOTSUPP, "no connection mode in common");
    }
    try {
      return next.apply(mode.get());
    } catch (ProtocolException e) {
      return refused(AuthRefusal.EACCES, e.getMessage());
    }
  }

  AuthDecision refused(int errno, String reason) {
    return refused(AuthMethod.CEPHX.wire(), errno, reason);
  }

  private AuthDecision refused(int method, int errno, String reason) {
    return new AuthDecision.Refused(
        new AuthRefusal(method, errno, METHODS, modes.wireWith(peer)), reason);
  }

  /** Makes what the frames of a connection in the given mode need. */
  static Secret connectionSecret(ConnectionMode mode, RandomGenerator random) {
    return switch (mode) {
      case CRC -> Secret.EMPTY;
      case SECURE -> {
        byte[] secret = new byte[CONNECTION_SECRET_BYTES];
        random.nextBytes(secret);
        yield Secret.copyOf(secret);
      }
    };
  }
}
