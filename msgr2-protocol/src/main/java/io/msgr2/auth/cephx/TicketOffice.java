// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthException;
import io.msgr2.auth.AuthOutcome;
import io.msgr2.auth.AuthRefusal;
import io.msgr2.auth.Caps;
import io.msgr2.auth.Secret;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.auth.cephx.crypto.KeyUsage;
import io.msgr2.auth.cephx.wire.AuthCaps;
import io.msgr2.auth.cephx.wire.AuthTicket;
import io.msgr2.auth.cephx.wire.Authenticate;
import io.msgr2.auth.cephx.wire.LoginReply;
import io.msgr2.auth.cephx.wire.ServiceTicket;
import io.msgr2.auth.cephx.wire.TicketBlob;
import io.msgr2.auth.cephx.wire.TicketGrant;
import io.msgr2.auth.cephx.wire.TicketInfo;
import io.msgr2.codec.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Checks who somebody is and makes tickets, as logins and renewals both need it. Refuses with an
 * {@link AuthException} whose number is the one that Ceph's monitors give.
 */
record TicketOffice(KeyStore store, RotatingKeys keys, RandomGenerator random) {
  private static final EntityType[] SERVICES = {
    EntityType.MON, EntityType.MDS, EntityType.OSD, EntityType.MGR
  };

  /**
   * What somebody says, and has to prove.
   *
   * @param reclaims whether the global id is one that was given before
   * @param challenge what has to be answered
   */
  record Claim(EntityName name, long globalId, boolean reclaims, long challenge) {}

  /**
   * Somebody who proved it.
   *
   * @param key the one that was used
   * @param previous session key of the ticket that proved the global id
   */
  record Proof(KeyStore.Entity entity, CephxKey key, Optional<CephxKey> previous) {}

  KeyStore.Entity known(EntityName name) {
    return store.entity(name).orElseThrow(() -> denied("unknown entity " + name));
  }

  /** Checks the answer to a challenge and the ticket that goes with a global id. */
  Proof prove(Claim claim, Authenticate answer) {
    KeyStore.Entity entity = known(claim.name());
    CephxKey key =
        Optional.of(entity.key())
            .filter(each -> answers(each, claim, answer))
            .or(() -> entity.pendingKey().filter(each -> answers(each, claim, answer)))
            .orElseThrow(() -> denied("wrong key of " + claim.name()));
    if (entity.caps(EntityType.MON).isNone()) {
      throw denied(claim.name() + " has no mon caps");
    }
    return new Proof(entity, key, previous(claim, answer.oldTicket()));
  }

  private static boolean answers(CephxKey key, Claim claim, Authenticate answer) {
    // Two words are compared at once, whatever they hold.
    return key.challengeAnswer(claim.challenge(), answer.clientChallenge()) == answer.answer();
  }

  private Optional<CephxKey> previous(Claim claim, TicketBlob old) {
    if (claim.reclaims()) {
      TicketInfo info = open(old);
      if (!belongsTo(info, claim.name(), claim.globalId())) {
        throw denied("the ticket is not that of global id " + claim.globalId());
      }
      return Optional.of(info.sessionKey());
    }
    if (!old.isEmpty()) {
      throw new AuthException(
          AuthRefusal.EINVAL, claim.name() + " shows a ticket but claims no global id");
    }
    return Optional.empty();
  }

  /** Opens a ticket for the monitors. */
  TicketInfo open(TicketBlob ticket) {
    CephxKey key =
        keys.secret(EntityType.AUTH, ticket.secretId())
            .filter(any -> !ticket.isEmpty())
            .orElseThrow(() -> denied("no ticket, or one sealed with a key that is gone"));
    try {
      return key.open(KeyUsage.TICKET_INFO, ticket.sealed(), TicketInfo::read);
    } catch (ProtocolException e) {
      throw denied(e.getMessage());
    }
  }

  static boolean belongsTo(TicketInfo info, EntityName name, long globalId) {
    return info.ticket().name().equals(name) && info.ticket().globalId() == globalId;
  }

  /** Makes all tickets that somebody asked for who proved who it is. */
  LoginReply reply(Claim claim, Proof proof, Authenticate asked, Secret connectionSecret) {
    KeyStore.Entity entity = proof.entity();
    return new LoginReply(
        monitorTicket(claim, entity),
        connectionSecret,
        serviceTickets(
            claim.name(), claim.globalId(), entity, asked.services(), entity.key().type()));
  }

  /** Returns what a login leaves behind here. */
  static AuthOutcome outcome(Claim claim, Proof proof, LoginReply reply, Secret connectionSecret) {
    return new AuthOutcome(
        Optional.of(claim.name()),
        claim.globalId(),
        reply.auth().ticket().sessionKey().secret(),
        connectionSecret,
        proof.entity().caps(EntityType.MON));
  }

  private TicketGrant monitorTicket(Claim claim, KeyStore.Entity entity) {
    TicketKey current = keys.current(EntityType.AUTH).orElseThrow();
    return grant(
        EntityType.AUTH, current, claim.name(), claim.globalId(), Caps.NONE, entity.key().type());
  }

  /**
   * Makes tickets for services.
   *
   * @param services the services as a set of bits; those that there are no tickets for are left out
   * @param clientType the type of keys that the client can use at most
   */
  List<TicketGrant> serviceTickets(
      EntityName name, long globalId, KeyStore.Entity entity, int services, KeyType clientType) {
    List<TicketGrant> grants = new ArrayList<>();
    for (EntityType service : SERVICES) {
      if ((services & service.wire()) != 0) {
        TicketKey current = keys.current(service).orElseThrow();
        KeyType type = lesser(clientType, current.key().type());
        grants.add(grant(service, current, name, globalId, entity.caps(service), type));
      }
    }
    return grants;
  }

  private TicketGrant grant(
      EntityType service,
      TicketKey current,
      EntityName name,
      long globalId,
      Caps caps,
      KeyType sessionKeyType) {
    CephxKey sessionKey = CephxKey.generate(sessionKeyType, current.now(), random);
    AuthTicket ticket =
        new AuthTicket(
            name,
            globalId,
            current.now(),
            current.now().plus(current.validity()),
            AuthCaps.of(caps));
    byte[] sealed =
        current.key().seal(KeyUsage.TICKET_INFO, new TicketInfo(ticket, sessionKey)::write, random);
    return new TicketGrant(
        service.wire(),
        new ServiceTicket(sessionKey, current.validity()),
        new TicketBlob(current.id(), sealed));
  }

  private static KeyType lesser(KeyType one, KeyType other) {
    return one.wire() < other.wire() ? one : other;
  }

  static AuthException denied(String reason) {
    return new AuthException(AuthRefusal.EACCES, reason);
  }
}
