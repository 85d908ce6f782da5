// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.wire.RotatingSecrets;
import io.msgr2.auth.cephx.wire.RotatingSecrets.ExpiringKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The previous, the current and the next key of one service. Not safe for several threads. */
final class ServiceKeys {
  private static final int KEPT = 3;

  private final Duration ttl;
  private final TreeMap<Long, ExpiringKey> keys = new TreeMap<>();

  /**
   * @param ttl how long tickets are good for
   */
  ServiceKeys(Duration ttl) {
    this.ttl = ttl;
  }

  /** Returns keys with which everything begins anew. */
  ServiceKeys anew() {
    return new ServiceKeys(ttl);
  }

  /** Has the next key take the place of a current one that has ended. */
  void rotate(Instant now, Supplier<CephxKey> newKey) {
    while (keys.size() < KEPT || !currentEntry().getValue().expires().isAfter(now)) {
      Instant expires = keys.isEmpty() ? now.plus(ttl) : afterLast(now);
      keys.put(keys.isEmpty() ? 1 : keys.lastKey() + 1, new ExpiringKey(newKey.get(), expires));
      if (keys.size() > KEPT) {
        keys.pollFirstEntry();
      }
    }
  }

  Optional<CephxKey> key(long id) {
    return Optional.ofNullable(keys.get(id)).map(ExpiringKey::key);
  }

  TicketKey current(Instant now) {
    Map.Entry<Long, ExpiringKey> current = currentEntry();
    // A ticket must not outlive the time for which services keep its key.
    Duration left = Duration.between(now, keys.lastEntry().getValue().expires());
    return new TicketKey(
        current.getKey(), current.getValue().key(), now, left.compareTo(ttl) < 0 ? left : ttl);
  }

  RotatingSecrets all() {
    return new RotatingSecrets(new TreeMap<>(keys), keys.lastKey());
  }

  private Map.Entry<Long, ExpiringKey> currentEntry() {
    return keys.higherEntry(keys.firstKey());
  }

  private Instant afterLast(Instant now) {
    Instant last = keys.lastEntry().getValue().expires();
    Instant soonest = now.plus(ttl);
    return (last.isBefore(soonest) ? soonest : last).plus(ttl);
  }
}
