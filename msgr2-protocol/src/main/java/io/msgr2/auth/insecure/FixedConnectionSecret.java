// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.insecure;

import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthAcceptor;
import io.msgr2.auth.AuthClient;
import io.msgr2.auth.AuthConnector;
import io.msgr2.auth.AuthDecision;
import io.msgr2.auth.AuthOutcome;
import io.msgr2.auth.AuthRefusal;
import io.msgr2.auth.AuthRequest;
import io.msgr2.auth.AuthServer;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.Secret;
import io.msgr2.frame.ConnectionMode;
import java.util.List;
import java.util.Optional;

/**
 * <strong>GIVES NO SECRECY AND NO AUTHENTICATION.</strong> Secure mode without any key exchange:
 * both ends of every connection take the same given bytes as connection secret, next to the method
 * {@code none}. Whoever knows the bytes reads and forges everything, and since every connection
 * starts with the same keys and nonces, two recorded connections give away each other's content to
 * somebody who does not know them.
 *
 * <p>It exists to compare bytes with recordings and to measure the cost of encryption without a
 * cluster. Never let it near data that matters.
 */
public final class FixedConnectionSecret {
  private static final int LENGTH = 64;

  private FixedConnectionSecret() {}

  /**
   * Returns a client that authenticates as the given one does and then uses the given secret.
   *
   * @param none a client of the method {@code none}
   * @param modes what to offer
   * @param secret the 64 bytes that the acceptor has as well
   */
  public static AuthClient client(AuthClient none, ConnectionModes modes, Secret secret) {
    requireLength(secret);
    return peer -> new Connector(none.connector(peer), modes.wireWith(peer), secret);
  }

  /**
   * Returns a server that authenticates as the given one does and then uses the given secret.
   *
   * @param none a server of the method {@code none}
   * @param modes what to allow
   * @param secret the 64 bytes that the connector has as well
   */
  public static AuthServer server(AuthServer none, ConnectionModes modes, Secret secret) {
    requireLength(secret);
    return peer -> new Acceptor(none.acceptor(peer), peer, modes, secret);
  }

  private static void requireLength(Secret secret) {
    if (secret.length() != LENGTH) {
      throw new IllegalArgumentException(
          "a connection secret has " + LENGTH + " bytes, not " + secret.length());
    }
  }

  private static AuthOutcome with(Secret secret, ConnectionMode mode, AuthOutcome outcome) {
    return switch (mode) {
      case CRC -> outcome;
      case SECURE ->
          new AuthOutcome(
              outcome.name(), outcome.globalId(), outcome.sessionKey(), secret, outcome.caps());
    };
  }

  private record Connector(AuthConnector none, List<Integer> modes, Secret secret)
      implements AuthConnector {
    @Override
    public AuthRequest request() {
      return offering(none.request());
    }

    @Override
    public AuthRequest badMethod(AuthRefusal refusal) {
      return offering(none.badMethod(refusal));
    }

    @Override
    public byte[] replyMore(byte[] payload) {
      return none.replyMore(payload);
    }

    @Override
    public AuthOutcome done(long globalId, ConnectionMode mode, byte[] payload) {
      return with(secret, mode, none.done(globalId, mode, payload));
    }

    private AuthRequest offering(AuthRequest request) {
      return new AuthRequest(request.method(), modes, request.payload());
    }
  }

  private record Acceptor(AuthAcceptor none, EntityType peer, ConnectionModes modes, Secret secret)
      implements AuthAcceptor {
    @Override
    public AuthDecision request(AuthRequest request) {
      Optional<ConnectionMode> mode = modes.choose(peer, request.preferredModes());
      // The method none knows mode crc only, so that is what it gets to see.
      List<Integer> seen = mode.map(chosen -> List.of(ConnectionMode.CRC.wire())).orElse(List.of());
      AuthDecision decision =
          none.request(new AuthRequest(request.method(), seen, request.payload()));
      return translate(decision, mode.orElse(ConnectionMode.CRC));
    }

    @Override
    public AuthDecision requestMore(byte[] payload) {
      return translate(none.requestMore(payload), ConnectionMode.CRC);
    }

    private AuthDecision translate(AuthDecision decision, ConnectionMode mode) {
      if (decision instanceof AuthDecision.Done done) {
        return new AuthDecision.Done(mode, done.payload(), with(secret, mode, done.outcome()));
      }
      if (decision instanceof AuthDecision.Refused refused) {
        AuthRefusal refusal = refused.refusal();
        return new AuthDecision.Refused(
            new AuthRefusal(
                refusal.method(), refusal.errno(), refusal.allowedMethods(), modes.wireWith(peer)),
            refused.reason());
      }
      return decision;
    }
  }
}
