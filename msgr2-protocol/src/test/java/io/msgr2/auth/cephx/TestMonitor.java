// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthAcceptor;
import io.msgr2.auth.AuthDecision;
import io.msgr2.auth.AuthMethod;
import io.msgr2.auth.AuthOutcome;
import io.msgr2.auth.AuthRefusal;
import io.msgr2.auth.AuthRequest;
import io.msgr2.auth.AuthServer;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.Secret;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.auth.cephx.crypto.KeyUsage;
import io.msgr2.auth.cephx.wire.AuthCaps;
import io.msgr2.auth.cephx.wire.AuthTicket;
import io.msgr2.auth.cephx.wire.Authenticate;
import io.msgr2.auth.cephx.wire.Authorize;
import io.msgr2.auth.cephx.wire.Authorizer;
import io.msgr2.auth.cephx.wire.LoginReply;
import io.msgr2.auth.cephx.wire.LoginRequest;
import io.msgr2.auth.cephx.wire.RequestType;
import io.msgr2.auth.cephx.wire.Response;
import io.msgr2.auth.cephx.wire.ServerChallenge;
import io.msgr2.auth.cephx.wire.ServiceTicket;
import io.msgr2.auth.cephx.wire.ServiceTicketRequest;
import io.msgr2.auth.cephx.wire.TicketBlob;
import io.msgr2.auth.cephx.wire.TicketGrant;
import io.msgr2.auth.cephx.wire.TicketInfo;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import io.msgr2.frame.ConnectionMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * What a monitor does about cephx, as far as clients and services notice: knows the entities' keys,
 * has changing keys for services, hands out tickets. It is written after what real monitors were
 * seen to do, errors included.
 */
final class TestMonitor implements AuthServer {
  static final Duration AUTH_VALIDITY = Duration.ofDays(3);
  static final Duration SERVICE_VALIDITY = Duration.ofHours(1);

  /** A key of a service, and the number under which tickets name it. */
  private record ServiceKey(long id, CephxKey key) {}

  final Map<EntityName, CephxKey> entities = new HashMap<>();
  Set<EntityType> withheld = Set.of();
  private final Random random;
  private final Map<EntityType, ServiceKey> keys = new EnumMap<>(EntityType.class);
  private long lastGlobalId = 4000;

  TestMonitor(KeyType serviceKeys, Random random) {
    this.random = random;
    for (EntityType service : EntityType.values()) {
      keys.put(service, new ServiceKey(1, CephxKey.generate(serviceKeys, Instant.EPOCH, random)));
    }
  }

  /** Forgets the key of a service and takes a new one, perhaps of another type. */
  void replaceKey(EntityType service, KeyType type) {
    keys.compute(
        service,
        (same, old) ->
            new ServiceKey(old.id() + 1, CephxKey.generate(type, Instant.EPOCH, random)));
  }

  /** Returns the keys as the services know them. */
  ServiceSecrets secrets() {
    return (service, id) ->
        Optional.of(keys.get(service)).filter(key -> key.id() == id).map(ServiceKey::key);
  }

  @Override
  public Session acceptor(EntityType peer) {
    return new Session();
  }

  /** One connection. */
  final class Session implements AuthAcceptor {
    private EntityName name;
    private long globalId;
    private boolean reclaims;
    private ConnectionMode mode;
    private long challenge;

    @Override
    public AuthDecision request(AuthRequest request) {
      if (request.method() != AuthMethod.CEPHX.wire()) {
        return refused(AuthRefusal.EOPNOTSUPP, "method");
      }
      Optional<ConnectionMode> chosen =
          ConnectionModes.DEFAULT.choose(EntityType.MON, request.preferredModes());
      if (chosen.isEmpty()) {
        return refused(AuthRefusal.EOPNOTSUPP, "mode");
      }
      try {
        LoginRequest login = WireReader.fromBytes("login", request.payload(), LoginRequest::read);
        mode = chosen.get();
        name = login.name();
        reclaims = login.globalId() != 0;
        globalId = reclaims ? login.globalId() : ++lastGlobalId;
      } catch (ProtocolException e) {
        return refused(AuthRefusal.EACCES, e.getMessage());
      }
      challenge = random.nextLong();
      return new AuthDecision.More(WireWriter.toBytes(new ServerChallenge(challenge)::write));
    }

    @Override
    public AuthDecision requestMore(byte[] payload) {
      byte[] secret = new byte[mode == ConnectionMode.SECURE ? 64 : 0];
      random.nextBytes(secret);
      try {
        LoginReply reply = WireReader.fromBytes("login", payload, in -> reply(in, secret));
        CephxKey sessionKey = reply.auth().ticket().sessionKey();
        return new AuthDecision.Done(
            mode,
            written(reply, payload),
            new AuthOutcome(
                Optional.of(name), globalId, sessionKey.secret(), Secret.copyOf(secret)));
      } catch (Refusal refusal) {
        return refused(refusal.errno, refusal.getMessage());
      } catch (ProtocolException e) {
        return refused(AuthRefusal.EPERM, e.getMessage());
      }
    }

    /** Answers the payload of a message of type MAuth. */
    byte[] renew(byte[] request) {
      if (request[1] == 1) {
        reclaims = true;
        LoginReply reply = WireReader.fromBytes("renewal", request, in -> reply(in, new byte[0]));
        return written(reply, request);
      }
      return WireReader.fromBytes("tickets", request, this::tickets);
    }

    private LoginReply reply(WireReader reader, byte[] secret) {
      RequestType.AUTH_SESSION_KEY.expect(reader);
      Authenticate authenticate = Authenticate.read(reader);
      CephxKey key = entities.get(name);
      if (key == null) {
        throw new Refusal(AuthRefusal.EACCES, "unknown entity");
      }
      if (key.challengeAnswer(challenge, authenticate.clientChallenge()) != authenticate.answer()) {
        throw new Refusal(AuthRefusal.EACCES, "wrong answer");
      }
      oldTicket(authenticate);
      List<TicketGrant> services = grants(authenticate.services(), key.type());
      return new LoginReply(
          grant(EntityType.AUTH, key.type(), AUTH_VALIDITY), Secret.copyOf(secret), services);
    }

    private byte[] written(LoginReply reply, byte[] request) {
      Authenticate authenticate =
          WireReader.fromBytes(
              "login",
              request,
              in -> {
                RequestType.AUTH_SESSION_KEY.expect(in);
                return Authenticate.read(in);
              });
      Optional<CephxKey> previous = oldTicket(authenticate).map(TicketInfo::sessionKey);
      return WireWriter.toBytes(
          writer -> reply.write(writer, entities.get(name), previous, random));
    }

    private Optional<TicketInfo> oldTicket(Authenticate authenticate) {
      TicketBlob old = authenticate.oldTicket();
      if (!reclaims) {
        if (!old.isEmpty()) {
          throw new Refusal(AuthRefusal.EINVAL, "a ticket for a new global id");
        }
        return Optional.empty();
      }
      ServiceKey key = keys.get(EntityType.AUTH);
      if (old.isEmpty() || old.secretId() != key.id()) {
        throw new Refusal(AuthRefusal.EACCES, "no ticket for the global id");
      }
      TicketInfo info = key.key().open(KeyUsage.TICKET_INFO, old.sealed(), TicketInfo::read);
      if (info.ticket().globalId() != globalId) {
        throw new Refusal(AuthRefusal.EACCES, "a ticket for another global id");
      }
      return Optional.of(info);
    }

    private byte[] tickets(WireReader reader) {
      RequestType.PRINCIPAL_SESSION_KEY.expect(reader);
      Authorizer authorizer = Authorizer.read(reader);
      ServiceTicketRequest request = ServiceTicketRequest.read(reader);
      TicketInfo info =
          keys.get(EntityType.AUTH)
              .key()
              .open(KeyUsage.TICKET_INFO, authorizer.ticket().sealed(), TicketInfo::read);
      CephxKey sessionKey = info.sessionKey();
      Authorize authorize =
          sessionKey.open(KeyUsage.AUTHORIZE, authorizer.sealedAuthorize(), Authorize::read);
      if (authorize.challengePlusOne().isPresent()) {
        throw new AssertionError("nobody asked for this challenge");
      }
      return WireWriter.toBytes(
          writer -> {
            Response.writeHeader(writer, RequestType.PRINCIPAL_SESSION_KEY);
            TicketGrant.writeList(
                writer,
                grants(request.services(), sessionKey.type()),
                sessionKey,
                Optional.empty(),
                random);
          });
    }

    private List<TicketGrant> grants(int services, KeyType clientType) {
      List<TicketGrant> grants = new ArrayList<>();
      for (EntityType service : EntityType.values()) {
        boolean asked = (services & service.wire()) != 0 && service != EntityType.AUTH;
        if (asked && !withheld.contains(service)) {
          grants.add(grant(service, clientType, SERVICE_VALIDITY));
        }
      }
      return grants;
    }

    private TicketGrant grant(EntityType service, KeyType clientType, Duration validity) {
      ServiceKey key = keys.get(service);
      KeyType serviceType = key.key().type();
      KeyType type =
          service == EntityType.AUTH || clientType.wire() < serviceType.wire()
              ? clientType
              : serviceType;
      CephxKey sessionKey = CephxKey.generate(type, Instant.EPOCH, random);
      AuthTicket ticket =
          new AuthTicket(name, globalId, Instant.EPOCH, Instant.EPOCH, AuthCaps.NONE);
      byte[] sealed =
          key.key().seal(KeyUsage.TICKET_INFO, new TicketInfo(ticket, sessionKey)::write, random);
      return new TicketGrant(
          service.wire(),
          new ServiceTicket(sessionKey, validity),
          new TicketBlob(key.id(), sealed));
    }

    private AuthDecision refused(int errno, String reason) {
      return new AuthDecision.Refused(
          new AuthRefusal(
              AuthMethod.CEPHX.wire(), errno, List.of(AuthMethod.CEPHX.wire()), List.of(2, 1)),
          reason);
    }
  }

  private static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    Refusal(int errno, String message) {
      super(message);
      this.errno = errno;
    }
  }
}
