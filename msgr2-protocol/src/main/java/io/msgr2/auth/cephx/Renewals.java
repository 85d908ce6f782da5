// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import io.msgr2.address.EntityName;
import io.msgr2.auth.AuthException;
import io.msgr2.auth.AuthRefusal;
import io.msgr2.auth.Secret;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyUsage;
import io.msgr2.auth.cephx.wire.Authenticate;
import io.msgr2.auth.cephx.wire.Authorize;
import io.msgr2.auth.cephx.wire.Authorizer;
import io.msgr2.auth.cephx.wire.LoginReply;
import io.msgr2.auth.cephx.wire.RequestType;
import io.msgr2.auth.cephx.wire.Response;
import io.msgr2.auth.cephx.wire.RotatingSecrets;
import io.msgr2.auth.cephx.wire.ServiceTicketRequest;
import io.msgr2.auth.cephx.wire.TicketGrant;
import io.msgr2.auth.cephx.wire.TicketInfo;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import java.util.List;
import java.util.Optional;

/**
 * Answers those who have logged in and want other tickets, or a service's keys
 * (docs/protocol-notes.md, Renewal).
 */
record Renewals(TicketOffice office, ChallengeMemory challenges) {

  RenewalAnswer answer(EntityName name, long globalId, byte[] request) {
    try {
      byte[] payload =
          WireReader.fromBytes("renewal", request, reader -> answer(name, globalId, reader));
      return RenewalAnswer.granted(payload);
    } catch (AuthException refused) {
      return RenewalAnswer.refused(refused);
    } catch (ProtocolException malformed) {
      return RenewalAnswer.refused(new AuthException(AuthRefusal.EPERM, malformed.getMessage()));
    }
  }

  private byte[] answer(EntityName name, long globalId, WireReader request) {
    int wire = request.u16();
    RequestType type =
        RequestType.ofWire(wire)
            .orElseThrow(
                () ->
                    new AuthException(
                        AuthRefusal.EINVAL, name + " sends a request of unknown type " + wire));
    return switch (type) {
      case AUTH_SESSION_KEY -> monitorTicket(name, globalId, Authenticate.read(request));
      case PRINCIPAL_SESSION_KEY ->
          serviceTickets(
              name, globalId, Authorizer.read(request), ServiceTicketRequest.read(request));
      case ROTATING_KEY -> rotatingKeys(name);
    };
  }

  private byte[] monitorTicket(EntityName name, long globalId, Authenticate answer) {
    long challenge =
        challenges
            .of(globalId)
            .orElseThrow(() -> TicketOffice.denied("the login of " + name + " is too long ago"));
    var claim = new TicketOffice.Claim(name, globalId, true, challenge);
    TicketOffice.Proof proof = office.prove(claim, answer);
    LoginReply reply = office.reply(claim, proof, answer, Secret.EMPTY);
    return WireWriter.toBytes(
        writer ->
            reply.writeRenewal(
                writer, proof.key(), proof.previous().orElseThrow(), office.random()));
  }

  private byte[] serviceTickets(
      EntityName name, long globalId, Authorizer authorizer, ServiceTicketRequest asked) {
    TicketInfo info = office.open(authorizer.ticket());
    if (!TicketOffice.belongsTo(info, name, globalId) || authorizer.globalId() != globalId) {
      throw TicketOffice.denied(name + " shows a ticket of somebody else");
    }
    CephxKey sessionKey = info.sessionKey();
    // Nobody was challenged: the session that the request came in is authenticated.
    sessionKey.open(KeyUsage.AUTHORIZE, authorizer.sealedAuthorize(), Authorize::read);
    List<TicketGrant> grants =
        office.serviceTickets(
            name, globalId, office.known(name), asked.services(), sessionKey.type());
    return WireWriter.toBytes(
        writer -> {
          Response.writeHeader(writer, RequestType.PRINCIPAL_SESSION_KEY);
          TicketGrant.writeList(writer, grants, sessionKey, Optional.empty(), office.random());
        });
  }

  private byte[] rotatingKeys(EntityName name) {
    CephxKey principal = office.known(name).key();
    RotatingSecrets secrets =
        office
            .keys()
            .secrets(name.type())
            .orElseThrow(() -> TicketOffice.denied(name + " is no daemon that has such keys"));
    byte[] sealed = principal.seal(KeyUsage.ROTATING_SECRETS, secrets::write, office.random());
    return WireWriter.toBytes(
        writer -> {
          Response.writeHeader(writer, RequestType.ROTATING_KEY);
          writer.blob(sealed);
        });
  }
}
