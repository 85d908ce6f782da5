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
import java.util.random.RandomGenerator;

/**
 * The keys that tickets are sealed with: three for each service, the previous, the current and the
 * next one, which take each other's place as time goes by (docs/protocol-notes.md, Rotating keys).
 * Nothing has to be called when a key ends; that shows when one is asked for.
 *
 * <p>Kept in memory alone. Tickets that were sealed with the keys of an earlier process are
 * refused, and whoever held one logs in anew. Safe for use by several threads.
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

  private final KeyType type;
  private final RandomGenerator random;
  private final InstantSource clock;
  private final Map<EntityType, ServiceKeys> services = new EnumMap<>(EntityType.class);

  /**
   * @param type the type of new keys; daemons before Ceph 20 know {@link KeyType#AES} only
   * @param lifetimes how long tickets are good for
   * @param random for keys; for real use a {@link java.security.SecureRandom}
   */
  public RotatingKeys(
      KeyType type, Lifetimes lifetimes, RandomGenerator random, InstantSource clock) {
    this.type = type;
    this.random = random;
    this.clock = clock;
    services.put(EntityType.AUTH, new ServiceKeys(lifetimes.monitors()));
    OTHERS.forEach(service -> services.put(service, new ServiceKeys(lifetimes.services())));
  }

  @Override
  public synchronized Optional<CephxKey> secret(EntityType service, long secretId) {
    Instant now = clock.instant();
    return keys(service, now).flatMap(keys -> keys.key(secretId));
  }

  /** Returns the keys of a service as its daemons are told them; nothing for what is no service. */
  public synchronized Optional<RotatingSecrets> secrets(EntityType service) {
    return keys(service, clock.instant()).map(ServiceKeys::all);
  }

  /**
   * Replaces the keys of all services but that of the monitors, so that all tickets for services
   * are void at once. The numbers of the keys begin at 1 again; clients have to be told with a
   * monitor map whose {@code auth_epoch} has grown.
   */
  public synchronized void wipe() {
    OTHERS.forEach(service -> services.computeIfPresent(service, (same, old) -> old.anew()));
  }

  /** Returns the key to seal a ticket with that is made now; nothing for what is no service. */
  synchronized Optional<TicketKey> current(EntityType service) {
    Instant now = clock.instant();
    return keys(service, now).map(keys -> keys.current(now));
  }

  private Optional<ServiceKeys> keys(EntityType service, Instant now) {
    Optional<ServiceKeys> keys = Optional.ofNullable(services.get(service));
    keys.ifPresent(each -> each.rotate(now, () -> CephxKey.generate(type, now, random)));
    return keys;
  }

  @Override
  public String toString() {
    return "RotatingKeys[" + type + "]";
  }
}
