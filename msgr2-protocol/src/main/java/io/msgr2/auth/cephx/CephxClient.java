// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthClient;
import io.msgr2.auth.AuthConnector;
import io.msgr2.auth.AuthException;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.cephx.crypto.CephxKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The connecting side of cephx for an entity with a key of its own: logs in to monitors with the
 * key, and to everybody else with the tickets that the monitors gave it. Keeps the tickets and the
 * global id, so that later logins, with whichever monitor, claim the same global id. What it says
 * is in docs/protocol-notes.md, Login with a monitor, Being let in by a service, and Renewal.
 *
 * <p>When several logins are under way at once, the one that ends last is the one whose tickets are
 * kept. Renewing is the caller's part: ask {@link #nextRenewal} when, and {@link #renewalDue} what
 * to send to the monitor of the last login.
 *
 * <p>Safe for use by several threads if the given random source is.
 */
public final class CephxClient implements AuthClient {
  /** The services that tickets are asked for unless told otherwise; the same as librados asks. */
  public static final Set<EntityType> DEFAULT_SERVICES =
      Set.of(EntityType.MON, EntityType.OSD, EntityType.MGR);

  private final Principal principal;
  private final ConnectionModes modes;
  private final TicketStore store;

  /**
   * A client with Ceph's defaults.
   *
   * @param name the entity, as in the keyring
   * @param key the entity's key
   * @param random for challenges and nonces; for real use a {@link java.security.SecureRandom}
   * @param clock for the life of tickets
   */
  public CephxClient(EntityName name, CephxKey key, RandomGenerator random, InstantSource clock) {
    this(name, key, ConnectionModes.DEFAULT, DEFAULT_SERVICES, random, clock);
  }

  /**
   * @param name the entity, as in the keyring
   * @param key the entity's key
   * @param modes the connection modes to offer
   * @param services the services that tickets are wanted for
   * @param random for challenges and nonces; for real use a {@link java.security.SecureRandom}
   * @param clock for the life of tickets
   */
  public CephxClient(
      EntityName name,
      CephxKey key,
      ConnectionModes modes,
      Set<EntityType> services,
      RandomGenerator random,
      InstantSource clock) {
    Set<EntityType> wanted = EnumSet.noneOf(EntityType.class);
    wanted.addAll(services);
    // The ticket for the monitors is what a login is about; it cannot be asked for besides.
    wanted.remove(EntityType.AUTH);
    this.principal = new Principal(name, key, Set.copyOf(wanted), random);
    this.modes = modes;
    this.store = new TicketStore(wanted, clock);
  }

  /**
   * {@inheritDoc}
   *
   * @throws AuthException when the peer is no monitor and there is no ticket for its service
   */
  @Override
  public AuthConnector connector(EntityType peer) {
    if (peer == EntityType.MON) {
      return new MonitorLogin(principal, store, modes.wireWith(peer));
    }
    Ticket ticket = store.ticket(peer).orElseThrow(() -> noTicket(peer));
    return new ServiceAuthorization(
        peer, ticket, modes.wireWith(peer), principal.random(), () -> store.forget(ticket));
  }

  /**
   * Returns when the first ticket should be renewed, which is long before it expires. Nothing
   * before the first login.
   */
  public Optional<Instant> nextRenewal() {
    return store.nextDue();
  }

  /**
   * Returns the renewal that is due, if one is. A second one may be due when it is done; two at a
   * time are of no use.
   *
   * @param now the current time
   */
  public Optional<TicketRenewal> renewalDue(Instant now) {
    return store.login().flatMap(login -> renewalDue(login, now));
  }

  /**
   * Drops the tickets for services, which are then due to be asked for again. To be called when the
   * {@code auth_epoch} of the monitor map grows: the services have got new keys then. The ticket
   * for the monitors, and with it the global id, is not touched by that and stays.
   */
  public void dropTickets() {
    store.forgetServices();
  }

  private Optional<TicketRenewal> renewalDue(TicketStore.Login login, Instant now) {
    if (!login.auth().renewAt().isAfter(now)) {
      return Optional.of(new AuthTicketRenewal(principal, store, login));
    }
    Set<EntityType> due = store.due(now);
    return due.isEmpty()
        ? Optional.empty()
        : Optional.of(new ServiceTicketRenewal(principal, store, login.ticket(), due));
  }

  private AuthException noTicket(EntityType peer) {
    return new AuthException(
        AuthException.ENOENT,
        principal.name()
            + " has no ticket for the "
            + peer
            + " service; tickets come from a monitor, so log in there first, and ask for this"
            + " service");
  }
}
