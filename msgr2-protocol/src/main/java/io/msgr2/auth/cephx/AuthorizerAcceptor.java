// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthAcceptor;
import io.msgr2.auth.AuthDecision;
import io.msgr2.auth.AuthOutcome;
import io.msgr2.auth.AuthRefusal;
import io.msgr2.auth.AuthRequest;
import io.msgr2.auth.Caps;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.Secret;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyUsage;
import io.msgr2.auth.cephx.wire.Authorize;
import io.msgr2.auth.cephx.wire.AuthorizeChallenge;
import io.msgr2.auth.cephx.wire.AuthorizeReply;
import io.msgr2.auth.cephx.wire.Authorizer;
import io.msgr2.auth.cephx.wire.TicketInfo;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import io.msgr2.frame.ConnectionMode;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * Checks the ticket that a connector shows, in two rounds. The first authorizer is never enough,
 * however good: it might be a recording (CVE-2018-1128, CVE-2020-25660).
 */
final class AuthorizerAcceptor implements AuthAcceptor {
  /** A challenge that was sent, and what was agreed on before. */
  private record Challenged(long challenge, ConnectionMode mode) {}

  /** An authorizer that was checked, but for the challenge. */
  private record Checked(TicketInfo info, Caps caps, Authorize authorize) {}

  private final EntityType self;
  private final ServiceSecrets secrets;
  private final CephxGate gate;
  private final RandomGenerator random;
  private Optional<Challenged> challenged = Optional.empty();

  AuthorizerAcceptor(
      EntityType self,
      EntityType peer,
      ServiceSecrets secrets,
      ConnectionModes modes,
      RandomGenerator random) {
    this.self = self;
    this.secrets = secrets;
    this.gate = new CephxGate(peer, modes);
    this.random = random;
  }

  @Override
  public AuthDecision request(AuthRequest request) {
    challenged = Optional.empty();
    return gate.pass(request, mode -> challenge(check(request.payload()), mode));
  }

  @Override
  public AuthDecision requestMore(byte[] payload) {
    Optional<Challenged> asked = challenged;
    // A challenge is good for one answer.
    challenged = Optional.empty();
    if (asked.isEmpty()) {
      return gate.refused(AuthRefusal.EACCES, "an answer although there is no challenge");
    }
    try {
      return answered(check(payload), asked.get());
    } catch (ProtocolException e) {
      return gate.refused(AuthRefusal.EACCES, e.getMessage());
    }
  }

  private AuthDecision challenge(Checked checked, ConnectionMode mode) {
    long challenge = random.nextLong();
    challenged = Optional.of(new Challenged(challenge, mode));
    return new AuthDecision.More(
        checked
            .info()
            .sessionKey()
            .seal(KeyUsage.AUTHORIZE_CHALLENGE, new AuthorizeChallenge(challenge)::write, random));
  }

  private AuthDecision answered(Checked checked, Challenged asked) {
    Authorize authorize = checked.authorize();
    if (!authorize.challengePlusOne().equals(OptionalLong.of(asked.challenge() + 1))) {
      return gate.refused(AuthRefusal.EACCES, "the authorizer does not answer the challenge");
    }
    CephxKey sessionKey = checked.info().sessionKey();
    Secret connectionSecret = CephxGate.connectionSecret(asked.mode(), random);
    AuthorizeReply reply = new AuthorizeReply(authorize.nonce() + 1, connectionSecret);
    byte[] sealed = sessionKey.seal(KeyUsage.AUTHORIZE_REPLY, reply::write, random);
    return new AuthDecision.Done(
        asked.mode(),
        WireWriter.toBytes(writer -> writer.blob(sealed)),
        new AuthOutcome(
            Optional.of(checked.info().ticket().name()),
            checked.info().ticket().globalId(),
            sessionKey.secret(),
            connectionSecret,
            checked.caps()));
  }

  /** Checks everything about an authorizer but the answer to the challenge. */
  private Checked check(byte[] payload) {
    Authorizer authorizer = WireReader.fromBytes("authorizer", payload, Authorizer::read);
    if (authorizer.service() != self.wire()) {
      throw unacceptable("the ticket is for service " + authorizer.service() + ", not " + self);
    }
    long secretId = authorizer.ticket().secretId();
    CephxKey secret =
        secrets
            .secret(self, secretId)
            .orElseThrow(() -> unacceptable("the ticket's key " + secretId + " is not known"));
    TicketInfo info =
        secret.open(KeyUsage.TICKET_INFO, authorizer.ticket().sealed(), TicketInfo::read);
    if (info.ticket().globalId() != authorizer.globalId()) {
      throw unacceptable("the ticket was given to another global id");
    }
    return new Checked(
        info,
        info.ticket().caps().caps(),
        info.sessionKey().open(KeyUsage.AUTHORIZE, authorizer.sealedAuthorize(), Authorize::read));
  }

  private static ProtocolException unacceptable(String detail) {
    return new ProtocolException(Violation.PAYLOAD_MALFORMED, detail);
  }
}
