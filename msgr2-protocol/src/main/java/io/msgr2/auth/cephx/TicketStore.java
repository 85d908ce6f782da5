// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import io.msgr2.address.EntityType;
import io.msgr2.auth.cephx.wire.LoginReply;
import io.msgr2.auth.cephx.wire.TicketGrant;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an entity keeps of its logins: the ticket for the monitors, which proves that its global id
 * is its own, and tickets for services. Safe for use by several threads.
 */
final class TicketStore {
  /** What a monitor knows of this entity, as far as it takes to log in or renew. */
  record Login(HeldTicket auth, long serverChallenge) {
    Ticket ticket() {
      return auth.ticket();
    }
  }

  private final Set<EntityType> wanted;
  private final InstantSource clock;
  private final Map<EntityType, HeldTicket> services = new EnumMap<>(EntityType.class);

  /** Services that the monitors gave no ticket for; they are not asked again until a new login. */
  private final Set<EntityType> withheld = EnumSet.noneOf(EntityType.class);

  private Optional<Login> login = Optional.empty();

  /**
   * @param wanted the services that tickets are wanted for
   */
  TicketStore(Set<EntityType> wanted, InstantSource clock) {
    this.wanted = wanted.isEmpty() ? Set.of() : EnumSet.copyOf(wanted);
    this.clock = clock;
  }

  /** Returns the last login, unless its ticket has expired and cannot prove anything any more. */
  synchronized Optional<Login> login() {
    login = login.filter(last -> last.auth().expires().isAfter(clock.instant()));
    return login;
  }

  synchronized Optional<Ticket> ticket(EntityType service) {
    return Optional.ofNullable(services.get(service)).map(HeldTicket::ticket);
  }

  /** Takes what a monitor granted, at a login or instead of an earlier ticket for the monitors. */
  synchronized void loggedIn(long globalId, long serverChallenge, LoginReply reply) {
    login = Optional.of(new Login(hold(globalId, reply.auth()), serverChallenge));
    withheld.clear();
    takeServices(globalId, reply.services());
  }

  /** Takes the answer to a request for tickets for the given services. */
  synchronized void granted(long globalId, Set<EntityType> asked, List<TicketGrant> grants) {
    takeServices(globalId, grants);
    withheld.addAll(asked);
    grants.forEach(grant -> wantedService(grant.service()).ifPresent(withheld::remove));
  }

  /** Drops a login whose ticket a monitor did not accept; a newer one stays. */
  synchronized void forget(Login refused) {
    login = login.filter(last -> !last.equals(refused));
  }

  /** Drops a ticket that its service did not accept; a newer one stays. */
  synchronized void forget(Ticket refused) {
    services.values().removeIf(held -> held.ticket().equals(refused));
  }

  synchronized void forgetServices() {
    services.clear();
    withheld.clear();
  }

  /** Returns the services whose tickets are missing or due at the given time. */
  synchronized Set<EntityType> due(Instant now) {
    Set<EntityType> due = EnumSet.noneOf(EntityType.class);
    for (EntityType service : wanted) {
      if (!withheld.contains(service) && !renewAt(service).isAfter(now)) {
        due.add(service);
      }
    }
    return due;
  }

  /** Returns when the first ticket is due, that of the monitors included, once logged in. */
  synchronized Optional<Instant> nextDue() {
    return login()
        .map(
            last ->
                wanted.stream()
                    .filter(service -> !withheld.contains(service))
                    .map(this::renewAt)
                    .reduce(last.auth().renewAt(), (a, b) -> a.isBefore(b) ? a : b));
  }

  private Instant renewAt(EntityType service) {
    HeldTicket held = services.get(service);
    return held == null ? Instant.EPOCH : held.renewAt();
  }

  private void takeServices(long globalId, List<TicketGrant> grants) {
    for (TicketGrant grant : grants) {
      wantedService(grant.service())
          .ifPresent(service -> services.put(service, hold(globalId, grant)));
    }
  }

  private HeldTicket hold(long globalId, TicketGrant grant) {
    Ticket ticket =
        new Ticket(globalId, grant.service(), grant.ticket().sessionKey(), grant.blob());
    return HeldTicket.receivedAt(clock.instant(), ticket, grant.ticket().validity());
  }

  private Optional<EntityType> wantedService(int wire) {
    return wanted.stream().filter(service -> service.wire() == wire).findFirst();
  }
}
