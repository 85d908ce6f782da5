// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import io.msgr2.auth.AuthAcceptor;
import io.msgr2.auth.AuthDecision;
import io.msgr2.auth.AuthException;
import io.msgr2.auth.AuthForm;
import io.msgr2.auth.AuthRefusal;
import io.msgr2.auth.AuthRequest;
import io.msgr2.auth.Secret;
import io.msgr2.auth.cephx.wire.Authenticate;
import io.msgr2.auth.cephx.wire.LoginReply;
import io.msgr2.auth.cephx.wire.LoginRequest;
import io.msgr2.auth.cephx.wire.RequestType;
import io.msgr2.auth.cephx.wire.ServerChallenge;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import io.msgr2.frame.ConnectionMode;
import java.util.function.LongSupplier;

/**
 * Logs somebody in who has a key, or lets somebody in who has a ticket for the monitors
 * (docs/protocol-notes.md, Login with a monitor).
 */
final class MonitorAcceptor implements AuthAcceptor {
  private static final long NEW_GLOBAL_ID = 0;

  private sealed interface State {
    /** Nothing was asked, or the answer was heard. */
    record Idle() implements State {}

    /** A challenge was sent, which is good for one answer. */
    record Challenged(TicketOffice.Claim claim, ConnectionMode mode) implements State {}

    /** The connector shows a ticket. */
    record Authorizing(AuthAcceptor authorizers) implements State {}
  }

  private final CephxGate gate;
  private final TicketOffice office;
  private final AuthAcceptor authorizers;
  private final LongSupplier globalIds;
  private final ChallengeMemory challenges;
  private State state = new State.Idle();

  /**
   * @param authorizers for connectors that have a ticket already
   * @param challenges where a challenge that was answered is kept for renewals
   */
  MonitorAcceptor(
      CephxGate gate,
      TicketOffice office,
      AuthAcceptor authorizers,
      LongSupplier globalIds,
      ChallengeMemory challenges) {
    this.gate = gate;
    this.office = office;
    this.authorizers = authorizers;
    this.globalIds = globalIds;
    this.challenges = challenges;
  }

  @Override
  public AuthDecision request(AuthRequest request) {
    state = new State.Idle();
    return gate.pass(request, mode -> begin(request, mode));
  }

  @Override
  public AuthDecision requestMore(byte[] payload) {
    State asked = state;
    if (asked instanceof State.Authorizing authorizing) {
      return authorizing.authorizers().requestMore(payload);
    }
    state = new State.Idle();
    if (!(asked instanceof State.Challenged challenged)) {
      return gate.refused(AuthRefusal.EACCES, "an answer although there is no challenge");
    }
    try {
      return logIn(challenged, payload);
    } catch (AuthException refused) {
      return gate.refused(refused.errno(), refused.getMessage());
    } catch (ProtocolException malformed) {
      return gate.refused(AuthRefusal.EPERM, malformed.getMessage());
    }
  }

  private AuthDecision begin(AuthRequest request, ConnectionMode mode) {
    byte[] payload = request.payload();
    if (payload.length == 0 || !AuthForm.isMonitor(Byte.toUnsignedInt(payload[0]))) {
      state = new State.Authorizing(authorizers);
      return authorizers.request(request);
    }
    LoginRequest login = WireReader.fromBytes("login", payload, LoginRequest::read);
    boolean reclaims = login.globalId() != NEW_GLOBAL_ID;
    long globalId = reclaims ? login.globalId() : globalIds.getAsLong();
    long challenge = office.random().nextLong();
    var claim = new TicketOffice.Claim(login.name(), globalId, reclaims, challenge);
    state = new State.Challenged(claim, mode);
    return new AuthDecision.More(WireWriter.toBytes(new ServerChallenge(challenge)::write));
  }

  private AuthDecision logIn(State.Challenged challenged, byte[] payload) {
    TicketOffice.Claim claim = challenged.claim();
    Authenticate answer = WireReader.fromBytes("login", payload, MonitorAcceptor::readAnswer);
    if (answer.services() == Authenticate.NO_SERVICES
        && challenged.mode() == ConnectionMode.SECURE) {
      throw new AuthException(
          AuthRefusal.EINVAL, "mode secure without asking for a connection secret");
    }
    TicketOffice.Proof proof = office.prove(claim, answer);
    Secret secret = CephxGate.connectionSecret(challenged.mode(), office.random());
    LoginReply reply = office.reply(claim, proof, answer, secret);
    byte[] done =
        WireWriter.toBytes(
            writer -> {
              if (answer.services() == Authenticate.NO_SERVICES) {
                reply.writeTicket(writer, proof.key(), proof.previous(), office.random());
              } else {
                reply.write(writer, proof.key(), proof.previous(), office.random());
              }
            });
    challenges.remember(claim.globalId(), claim.challenge());
    return new AuthDecision.Done(
        challenged.mode(), done, TicketOffice.outcome(claim, proof, reply, secret));
  }

  private static Authenticate readAnswer(WireReader reader) {
    int type = reader.u16();
    if (type != RequestType.AUTH_SESSION_KEY.wire()) {
      throw new AuthException(
          AuthRefusal.EINVAL, "a request of type " + type + " does not log anybody in");
    }
    return Authenticate.read(reader);
  }
}
