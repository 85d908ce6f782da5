// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import io.msgr2.address.EntityType;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.auth.cephx.wire.RotatingSecrets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/**
 * The keys that tickets are sealed with: three for each service, the previous, the current and the
 * next one, which take each other's place as time goes by (docs/protocol-notes.md, Rotating keys).
 * Nothing has to be called when a key ends; that shows when one is asked for.
 *
 * <p>Nothing is kept on disk. Keys are either made at random, and then tickets that were sealed
 * with those of an earlier process are refused; or derived from a key that lasts, and then a
 * process goes on where the one before it ended. Safe for use by several threads.
 */
public final class RotatingKeys implements ServiceSecrets {
  private static final Set<EntityType> OTHERS =
      Set.of(EntityType.MON, EntityType.OSD, EntityType.MDS, EntityType.MGR);

  /**
   * How long tickets are good for, and so how long keys stay.
   *
   * @param monitors tickets for the monitors, Ceph's {@code auth_mon_ticket_ttl}
   * @param services tickets for services, Ceph's {@code auth_service_ticket_ttl}
   */
  public record Lifetimes(Duration monitors, Duration services) {
    /** Three days and an hour, as with Ceph. */
    public static final Lifetimes DEFAULT = new Lifetimes(Duration.ofDays(3), Duration.ofHours(1));

    public Lifetimes {
      if (monitors.toSeconds() < 1 || services.toSeconds() < 1) {
        throw new IllegalArgumentException("tickets have to be good for at least a second");
      }
    }
  }

  private final InstantSource clock;
  private final Map<EntityType, ServiceKeys> services = new EnumMap<>(EntityType.class);

  private RotatingKeys(
      Lifetimes lifetimes,
      InstantSource clock,
      BiFunction<EntityType, Duration, ServiceKeys> keysOfService) {
    this.clock = clock;
    services.put(EntityType.AUTH, keysOfService.apply(EntityType.AUTH, lifetimes.monitors()));
    OTHERS.forEach(
        service -> services.put(service, keysOfService.apply(service, lifetimes.services())));
  }

  /**
   * Returns keys that are made at random and forgotten with this object. A client that logged in
   * before shows a ticket that nobody can open any more; Ceph's own clients go on showing it, and
   * are kept out until they are started anew.
   *
   * @param type the type of the keys; daemons before Ceph 20 know {@link KeyType#AES} only
   * @param lifetimes how long tickets are good for
   * @param random for keys; for real use a {@link java.security.SecureRandom}
   */
  public static RotatingKeys random(
      KeyType type, Lifetimes lifetimes, RandomGenerator random, InstantSource clock) {
    return new RotatingKeys(
        lifetimes, clock, (service, ttl) -> new RandomServiceKeys(type, ttl, random));
  }

  /**
   * Returns keys that are derived from another one and the time, the same for all who have that
   * key, the same lifetimes and about the same time: monitors of one cluster, or processes that
   * follow each other.
   *
   * @param master a key that lasts and that nobody else has, as a rule that of {@code mon.}
   * @param type the type of the keys; daemons before Ceph 20 know {@link KeyType#AES} only
   * @param lifetimes how long tickets are good for
   * @param clock the time as clocks on the wall show it
   */
  public static RotatingKeys derived(
      CephxKey master, KeyType type, Lifetimes lifetimes, InstantSource clock) {
    return new RotatingKeys(
        lifetimes, clock, (service, ttl) -> new DerivedServiceKeys(master, service, type, ttl, 0));
  }

  /**
   * Returns keys for a monitor: derived from the key of {@code mon.} if the store has one, else
   * random.
   *
   * @see #derived
   * @see #random
   */
  public static RotatingKeys of(
      KeyStore store,
      KeyType type,
      Lifetimes lifetimes,
      RandomGenerator random,
      InstantSource clock) {
    return store
        .entity(KeyStore.MONITORS)
        .map(monitors -> derived(monitors.key(), type, lifetimes, clock))
        .orElseGet(() -> random(type, lifetimes, random, clock));
  }

  @Override
  public synchronized Optional<CephxKey> secret(EntityType service, long secretId) {
    Instant now = clock.instant();
    return keys(service).flatMap(keys -> keys.key(secretId, now));
  }

  /** Returns the keys of a service as its daemons are told them; nothing for what is no service. */
  public synchronized Optional<RotatingSecrets> secrets(EntityType service) {
    Instant now = clock.instant();
    return keys(service).map(keys -> keys.all(now));
  }

  /**
   * Replaces the keys of all services but that of the monitors, so that all tickets for services
   * are void at once. The numbers of the keys may be the same as before; clients have to be told
   * with a monitor map whose {@code auth_epoch} has grown. Keys that are derived come back with the
   * next process: to be rid of them for good takes another master key.
   */
  public synchronized void wipe() {
    OTHERS.forEach(service -> services.computeIfPresent(service, (same, old) -> old.anew()));
  }

  /** Returns the key to seal a ticket with that is made now; nothing for what is no service. */
  synchronized Optional<TicketKey> current(EntityType service) {
    Instant now = clock.instant();
    return keys(service).map(keys -> keys.current(now));
  }

  private Optional<ServiceKeys> keys(EntityType service) {
    return Optional.ofNullable(services.get(service));
  }

  @Override
  public String toString() {
    return "RotatingKeys" + services.keySet();
  }
}
