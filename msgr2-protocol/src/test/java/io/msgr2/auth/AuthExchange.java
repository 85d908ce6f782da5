// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.frame.ConnectionMode;
import java.util.function.UnaryOperator;

/**
 * Runs a connector against an acceptor, as the handshake does, handing payloads from one to the
 * other.
 *
 * @param connector what the connecting side was left with
 * @param acceptor what the accepting side was left with
 * @param mode the connection mode that the acceptor chose
 */
public record AuthExchange(AuthOutcome connector, AuthOutcome acceptor, ConnectionMode mode) {
  /** The payloads of an exchange in the order in which they are sent. */
  public enum Step {
    REQUEST,
    REPLY_MORE,
    REQUEST_MORE,
    DONE
  }

  /** Somebody between the two who may change what is sent. */
  @FunctionalInterface
  public interface Wire {
    byte[] carry(Step step, byte[] payload);
  }

  /** Runs the exchange to its end; what the connector throws goes through. */
  public static AuthExchange run(AuthConnector connector, AuthAcceptor acceptor) {
    return run(connector, acceptor, (step, payload) -> payload);
  }

  /** Runs the exchange over the given wire to its end; what the connector throws goes through. */
  public static AuthExchange run(AuthConnector connector, AuthAcceptor acceptor, Wire wire) {
    UnaryOperator<AuthRequest> carried =
        request ->
            new AuthRequest(
                request.method(),
                request.preferredModes(),
                wire.carry(Step.REQUEST, request.payload()));
    AuthRequest request = connector.request();
    AuthDecision decision = acceptor.request(carried.apply(request));
    while (true) {
      if (decision instanceof AuthDecision.More more) {
        byte[] answer = connector.replyMore(wire.carry(Step.REPLY_MORE, more.payload()));
        decision = acceptor.requestMore(wire.carry(Step.REQUEST_MORE, answer));
      } else if (decision instanceof AuthDecision.Refused refused) {
        request = connector.badMethod(refused.refusal());
        decision = acceptor.request(carried.apply(request));
      } else if (decision instanceof AuthDecision.Done done) {
        assertThat(request.preferredModes()).contains(done.mode().wire());
        byte[] payload = wire.carry(Step.DONE, done.payload());
        AuthOutcome outcome = connector.done(done.outcome().globalId(), done.mode(), payload);
        return new AuthExchange(outcome, done.outcome(), done.mode());
      }
    }
  }

  /** Checks that both sides can sign for and decrypt each other. */
  public AuthExchange assertKeysAgree() {
    assertThat(connector.sessionKey()).isEqualTo(acceptor.sessionKey());
    assertThat(connector.connectionSecret()).isEqualTo(acceptor.connectionSecret());
    assertThat(connector.globalId()).isEqualTo(acceptor.globalId());
    return this;
  }
}
