// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthMethod;
import io.msgr2.auth.Secret;
import io.msgr2.auth.cephx.Keyring;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.auth.cephx.crypto.KeyUsage;
import io.msgr2.auth.cephx.wire.AuthCaps;
import io.msgr2.auth.cephx.wire.AuthTicket;
import io.msgr2.auth.cephx.wire.Authenticate;
import io.msgr2.auth.cephx.wire.Authorize;
import io.msgr2.auth.cephx.wire.AuthorizeChallenge;
import io.msgr2.auth.cephx.wire.AuthorizeReply;
import io.msgr2.auth.cephx.wire.Authorizer;
import io.msgr2.auth.cephx.wire.LoginReply;
import io.msgr2.auth.cephx.wire.LoginRequest;
import io.msgr2.auth.cephx.wire.RequestType;
import io.msgr2.auth.cephx.wire.Response;
import io.msgr2.auth.cephx.wire.RotatingSecrets;
import io.msgr2.auth.cephx.wire.ServerChallenge;
import io.msgr2.auth.cephx.wire.ServiceTicket;
import io.msgr2.auth.cephx.wire.ServiceTicketRequest;
import io.msgr2.auth.cephx.wire.TicketBlob;
import io.msgr2.auth.cephx.wire.TicketGrant;
import io.msgr2.auth.cephx.wire.TicketInfo;
import io.msgr2.codec.WireWriter;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.Revision;
import io.msgr2.frame.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Makes up conversations of a client that logs in with cephx, for what no recording shows. */
final class CephxTalk {
  static final long GLOBAL_ID = 4242;
  private static final long SERVER_CHALLENGE = 0x0102030405060708L;
  private static final long CLIENT_CHALLENGE = 0x1112131415161718L;
  private static final long NONCE = 0x2122232425262728L;
  private static final byte[] NOTHING = {};

  private final Random random = new Random(7);
  private final EntityName name;
  private final CephxKey principal;

  CephxTalk(KeyType type) {
    this(EntityName.client("x"), type);
  }

  CephxTalk(EntityName name, KeyType type) {
    this.name = name;
    principal = CephxKey.generate(type, Instant.EPOCH, random);
  }

  CephxKey principal() {
    return principal;
  }

  Keyring keyring() {
    return new Keyring(Map.of(name, new Keyring.Entry(Optional.of(principal), Map.of())));
  }

  /** Returns a new ticket; what is in the blob is the service's own business. */
  TicketGrant grant(EntityType service) {
    byte[] sealed = new byte[96];
    random.nextBytes(sealed);
    CephxKey key = CephxKey.generate(principal.type(), Instant.EPOCH, random);
    return new TicketGrant(
        service.wire(), new ServiceTicket(key, Duration.ofHours(1)), new TicketBlob(3, sealed));
  }

  /** A login in mode secure, up to the session; with an old ticket, a claim of the global id. */
  Conversation login(TicketGrant auth, Optional<TicketGrant> old, TicketGrant... services) {
    Secret secret = secret();
    byte[] reply =
        WireWriter.toBytes(
            out ->
                new LoginReply(auth, secret, List.of(services))
                    .write(out, principal, old.map(g -> g.ticket().sessionKey()), random));
    return login(answer(old), reply, secret, auth, old.isPresent() ? GLOBAL_ID : 0);
  }

  /** A login with the given answer to the challenge, and the given reply to that. */
  Conversation login(
      byte[] answer, byte[] reply, Secret secret, TicketGrant auth, long claimedGlobalId) {
    return new Conversation(Revision.V2_1)
        .hello(EntityType.MON)
        .frame(Role.CONNECTOR, request(new LoginRequest(name, claimedGlobalId)::write))
        .frame(
            Role.ACCEPTOR,
            new ControlFrame.AuthReplyMore(
                WireWriter.toBytes(new ServerChallenge(SERVER_CHALLENGE)::write)))
        .frame(Role.CONNECTOR, new ControlFrame.AuthRequestMore(answer))
        .frame(
            Role.ACCEPTOR,
            new ControlFrame.AuthDone(GLOBAL_ID, ConnectionMode.SECURE.wire(), reply))
        .secure(secret)
        .signatures(auth.ticket().sessionKey().secret())
        .session();
  }

  byte[] answer(Optional<TicketGrant> old) {
    Authenticate authenticate =
        new Authenticate(
            CLIENT_CHALLENGE,
            principal.challengeAnswer(SERVER_CHALLENGE, CLIENT_CHALLENGE),
            old.map(TicketGrant::blob).orElse(TicketBlob.EMPTY),
            EntityType.OSD.wire());
    return WireWriter.toBytes(
        out -> {
          RequestType.AUTH_SESSION_KEY.write(out);
          authenticate.write(out);
        });
  }

  Secret secret() {
    byte[] bytes = new byte[64];
    random.nextBytes(bytes);
    return Secret.copyOf(bytes);
  }

  /** A connection with an OSD in mode secure, up to the session. */
  Conversation authorize(TicketGrant ticket) {
    return authorize(ticket, NONCE + 1);
  }

  Conversation authorize(TicketGrant ticket, long noncePlusOne) {
    CephxKey key = ticket.ticket().sessionKey();
    Secret secret = secret();
    AuthorizeChallenge challenge = new AuthorizeChallenge(5);
    byte[] reply =
        key.seal(KeyUsage.AUTHORIZE_REPLY, new AuthorizeReply(noncePlusOne, secret)::write, random);
    return new Conversation(Revision.V2_1)
        .hello(EntityType.OSD)
        .frame(Role.CONNECTOR, request(authorizer(ticket, OptionalLong.empty())::write))
        .frame(
            Role.ACCEPTOR,
            new ControlFrame.AuthReplyMore(
                key.seal(KeyUsage.AUTHORIZE_CHALLENGE, challenge::write, random)))
        .frame(
            Role.CONNECTOR,
            new ControlFrame.AuthRequestMore(
                WireWriter.toBytes(authorizer(ticket, OptionalLong.of(6))::write)))
        .frame(
            Role.ACCEPTOR,
            new ControlFrame.AuthDone(
                0, ConnectionMode.SECURE.wire(), WireWriter.toBytes(out -> out.blob(reply))))
        .secure(secret)
        .signatures(key.secret())
        .session();
  }

  /** Asks, within a session, for tickets with the ticket for the monitors. */
  Conversation askForTickets(Conversation session, TicketGrant auth) {
    return mauth(
        session,
        out -> {
          RequestType.PRINCIPAL_SESSION_KEY.write(out);
          authorizer(auth, OptionalLong.empty()).write(out);
          new ServiceTicketRequest(EntityType.OSD.wire()).write(out);
        });
  }

  Conversation grantTickets(Conversation session, TicketGrant auth, TicketGrant... grants) {
    return mauthReply(
        session,
        0,
        out -> {
          Response.writeHeader(out, RequestType.PRINCIPAL_SESSION_KEY);
          TicketGrant.writeList(
              out, List.of(grants), auth.ticket().sessionKey(), Optional.empty(), random);
        });
  }

  /** Asks, within a session, for a new ticket for the monitors. */
  Conversation askForRenewal(Conversation session, TicketGrant old) {
    byte[] answer = answer(Optional.of(old));
    return mauth(session, out -> out.bytes(answer));
  }

  /** Renews it as monitors do, without a connection secret. */
  Conversation renew(Conversation session, TicketGrant old, TicketGrant renewed) {
    return mauthReply(
        session,
        0,
        out -> {
          Response.writeHeader(out, RequestType.AUTH_SESSION_KEY);
          TicketGrant.writeList(
              out, List.of(renewed), principal, Optional.of(old.ticket().sessionKey()), random);
          out.u32(0).u32(0);
        });
  }

  /** Asks, within a session, for the keys of the daemon's service, and gets them. */
  Conversation tellKeys(Conversation session, Map<Long, CephxKey> keys) {
    Map<Long, RotatingSecrets.ExpiringKey> expiring = new TreeMap<>();
    keys.forEach(
        (id, key) -> expiring.put(id, new RotatingSecrets.ExpiringKey(key, Instant.EPOCH)));
    RotatingSecrets secrets = new RotatingSecrets(expiring, 4);
    mauth(session, RequestType.ROTATING_KEY::write);
    return mauthReply(
        session,
        0,
        out -> {
          Response.writeHeader(out, RequestType.ROTATING_KEY);
          out.blob(principal.seal(KeyUsage.ROTATING_SECRETS, secrets::write, random));
        });
  }

  /** Returns a new ticket that its service can read. */
  TicketGrant grant(EntityType service, long secretId, CephxKey secret) {
    CephxKey key = CephxKey.generate(principal.type(), Instant.EPOCH, random);
    AuthTicket ticket =
        new AuthTicket(name, GLOBAL_ID, Instant.EPOCH, Instant.EPOCH, AuthCaps.NONE);
    byte[] sealed = secret.seal(KeyUsage.TICKET_INFO, new TicketInfo(ticket, key)::write, random);
    return new TicketGrant(
        service.wire(),
        new ServiceTicket(key, Duration.ofHours(1)),
        new TicketBlob(secretId, sealed));
  }

  Conversation refuse(Conversation session) {
    return mauthReply(session, -13, out -> {});
  }

  /** Sends a request in a session. */
  Conversation mauth(Conversation session, Consumer<WireWriter> payload) {
    byte[] front =
        WireWriter.toBytes(
            out ->
                out.u64(0)
                    .u16(-1)
                    .u64(0)
                    .u32(AuthMethod.CEPHX.wire())
                    .blob(WireWriter.toBytes(payload))
                    .u32(1));
    return session.message(Role.CONNECTOR, 1, 17, front, NOTHING);
  }

  private Conversation mauthReply(Conversation session, int result, Consumer<WireWriter> payload) {
    byte[] front =
        WireWriter.toBytes(
            out ->
                out.u32(AuthMethod.CEPHX.wire())
                    .s32(result)
                    .u64(GLOBAL_ID)
                    .blob(WireWriter.toBytes(payload))
                    .string(""));
    return session.message(Role.ACCEPTOR, 1, 18, front, NOTHING);
  }

  private Authorizer authorizer(TicketGrant ticket, OptionalLong challengePlusOne) {
    return Authorizer.of(
        GLOBAL_ID,
        ticket.service(),
        ticket.blob(),
        ticket.ticket().sessionKey(),
        new Authorize(NONCE, challengePlusOne),
        random);
  }

  private static ControlFrame.AuthRequest request(Consumer<WireWriter> payload) {
    return new ControlFrame.AuthRequest(
        AuthMethod.CEPHX.wire(), List.of(2), WireWriter.toBytes(payload));
  }
}
