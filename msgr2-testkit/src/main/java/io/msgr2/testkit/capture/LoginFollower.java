// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import io.msgr2.address.EntityName;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyUsage;
import io.msgr2.auth.cephx.wire.Authenticate;
import io.msgr2.auth.cephx.wire.Authorizer;
import io.msgr2.auth.cephx.wire.LoginReply;
import io.msgr2.auth.cephx.wire.LoginRequest;
import io.msgr2.auth.cephx.wire.RequestType;
import io.msgr2.auth.cephx.wire.Response;
import io.msgr2.auth.cephx.wire.RotatingSecrets;
import io.msgr2.auth.cephx.wire.ServerChallenge;
import io.msgr2.auth.cephx.wire.ServiceTicketRequest;
import io.msgr2.auth.cephx.wire.TicketBlob;
import io.msgr2.auth.cephx.wire.TicketGrant;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.codec.WireReader;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Follows cephx with a monitor (docs/protocol-notes.md, cephx): the login in the handshake, and the
 * renewal of tickets in the session that follows. Every ticket granted goes to the keychain.
 */
final class LoginFollower implements AuthFollower {
  private final Keychain keychain;
  private final Log log;
  private final Queue<Consumer<byte[]>> awaited = new ArrayDeque<>();
  private EntityName name;
  private OptionalLong challenge = OptionalLong.empty();
  private List<CephxKey> keys = List.of();
  private TicketBlob oldTicket = TicketBlob.EMPTY;
  private Optional<Login> login = Optional.empty();

  /**
   * A login whose reply could be read.
   *
   * @param principal the key that the entity logged in with
   */
  private record Login(CephxKey principal, LoginReply reply) {
    CephxKey sessionKey() {
      return reply.auth().ticket().sessionKey();
    }
  }

  LoginFollower(Keychain keychain, Log log) {
    this.keychain = keychain;
    this.log = log;
  }

  @Override
  public void request(byte[] payload) {
    LoginRequest request = WireReader.fromBytes("login request", payload, LoginRequest::read);
    name = request.name();
    keys = keychain.keysOf(name);
    log.connector(new AuthStep.NameGiven(request));
    if (keys.isEmpty()) {
      log.problem(ProblemKind.KEY_UNKNOWN, name + " logs in, and no keyring has its key");
    }
  }

  @Override
  public void replyMore(byte[] payload) {
    ServerChallenge sent = WireReader.fromBytes("challenge", payload, ServerChallenge::read);
    challenge = OptionalLong.of(sent.challenge());
    log.acceptor(new AuthStep.Challenged(sent));
  }

  @Override
  public void requestMore(byte[] payload) {
    WireReader.fromBytes(
        "answer to the challenge",
        payload,
        reader -> {
          RequestType.AUTH_SESSION_KEY.expect(reader);
          return answer(reader);
        });
  }

  @Override
  public Result done(byte[] payload) {
    if (keys.isEmpty()) {
      return Result.UNKNOWN;
    }
    Login done = reply(payload);
    return new Result(
        Optional.of(name),
        Optional.of(done.sessionKey().secret()),
        Optional.of(done.reply().connectionSecret()).filter(secret -> !secret.isEmpty()));
  }

  /** Reads a request for tickets in the session, if the login could be read. */
  void renewalRequested(byte[] payload) {
    if (login.isEmpty()) {
      return;
    }
    try {
      awaited.add(
          WireReader.fromBytes(
              "request for tickets", payload, reader -> readerOfAnswer(login.get(), reader)));
    } catch (ProtocolException e) {
      awaited.add(reply -> {});
      throw e;
    }
  }

  /** Reads the answer to the oldest request for tickets. */
  void renewalAnswered(int result, byte[] payload) {
    Consumer<byte[]> reader = awaited.poll();
    if (reader != null && result == 0) {
      reader.accept(payload);
    }
  }

  private Authenticate answer(WireReader reader) {
    Authenticate authenticate = Authenticate.read(reader);
    oldTicket = authenticate.oldTicket();
    log.connector(new AuthStep.Answered(authenticate));
    if (challenge.isPresent() && !keys.isEmpty()) {
      keys = keys.stream().filter(key -> explains(key, authenticate)).toList();
      if (keys.isEmpty()) {
        log.problem(
            ProblemKind.KEY_WRONG, name + " does not log in with the key that the keyring has");
      }
    }
    return authenticate;
  }

  private boolean explains(CephxKey key, Authenticate authenticate) {
    return key.challengeAnswer(challenge.getAsLong(), authenticate.clientChallenge())
        == authenticate.answer();
  }

  private Consumer<byte[]> readerOfAnswer(Login session, WireReader request) {
    int type = request.u16();
    if (type == RequestType.AUTH_SESSION_KEY.wire()) {
      answer(request);
      return this::reply;
    } else if (type == RequestType.PRINCIPAL_SESSION_KEY.wire()) {
      return tickets(request);
    } else if (type == RequestType.ROTATING_KEY.wire()) {
      log.connector(new AuthStep.RotatingKeysRequested());
      return payload -> rotatingKeys(session, payload);
    }
    throw new ProtocolException(
        Violation.PAYLOAD_MALFORMED, "request of type " + type + " is not known");
  }

  private Login reply(byte[] payload) {
    Login done = withAnyKey(payload);
    login = Optional.of(done);
    keychain.learn(name, done.reply().auth());
    done.reply().services().forEach(grant -> keychain.learn(name, grant));
    log.acceptor(new AuthStep.LoggedIn(done.reply()));
    return done;
  }

  /** With a challenge it is clear which key it was; without, it is the one that fits. */
  private Login withAnyKey(byte[] payload) {
    Optional<CephxKey> previous = keychain.ticket(oldTicket).map(Keychain.KnownTicket::sessionKey);
    for (CephxKey key : keys) {
      Optional<LoginReply> reply = attempt(payload, in -> LoginReply.read(in, key, previous));
      if (reply.isPresent()) {
        return new Login(key, reply.get());
      }
      reply = attempt(payload, in -> SealedLoginReply.read(in, key));
      if (reply.isPresent()) {
        log.problem(
            ProblemKind.TICKET_UNKNOWN,
            name + " showed a ticket from before this recording; its successor stays sealed");
        return new Login(key, reply.get());
      }
    }
    throw new ProtocolException(
        Violation.AUTH_REPLY_INVALID, "login reply cannot be read with any key of " + name);
  }

  private static Optional<LoginReply> attempt(
      byte[] payload, Function<WireReader, LoginReply> decoder) {
    try {
      return Optional.of(WireReader.fromBytes("login reply", payload, decoder));
    } catch (ProtocolException e) {
      return Optional.empty();
    }
  }

  private Consumer<byte[]> tickets(WireReader reader) {
    Authorizer authorizer = Authorizer.read(reader);
    ServiceTicketRequest request = ServiceTicketRequest.read(reader);
    Optional<Keychain.OpenAuthorizer> open = keychain.open(authorizer);
    if (open.isEmpty()) {
      log.problem(
          ProblemKind.TICKET_UNKNOWN, name + " asks for tickets with one that is not known");
      return reply -> {};
    }
    log.connector(new AuthStep.TicketsRequested(authorizer, open.get().authorize(), request));
    return reply -> granted(reply, open.get().ticket().sessionKey());
  }

  private void granted(byte[] payload, CephxKey key) {
    List<TicketGrant> grants =
        WireReader.fromBytes(
            "tickets",
            payload,
            reader -> {
              Response.readHeader(reader, RequestType.PRINCIPAL_SESSION_KEY);
              return TicketGrant.readList(reader, key, Optional.empty());
            });
    grants.forEach(grant -> keychain.learn(name, grant));
    log.acceptor(new AuthStep.TicketsGranted(grants));
  }

  private void rotatingKeys(Login session, byte[] payload) {
    RotatingSecrets secrets =
        WireReader.fromBytes(
            "keys of a service",
            payload,
            reader -> {
              Response.readHeader(reader, RequestType.ROTATING_KEY);
              byte[] sealed = reader.blob();
              return session
                  .principal()
                  .open(KeyUsage.ROTATING_SECRETS, sealed, RotatingSecrets::read);
            });
    keychain.learn(name.type(), secrets);
    log.acceptor(new AuthStep.RotatingKeysGranted(secrets));
  }
}
