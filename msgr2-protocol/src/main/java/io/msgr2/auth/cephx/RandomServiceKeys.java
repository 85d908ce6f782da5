// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.auth.cephx.wire.RotatingSecrets.ExpiringKey;
import java.time.Duration;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Keys that are made when they are needed and known to this process alone, as Ceph's are. */
final class RandomServiceKeys implements ServiceKeys {
  private static final int KEPT = 3;

  private final KeyType type;
  private final Duration ttl;
  private final RandomGenerator random;
  private final TreeMap<Long, ExpiringKey> keys = new TreeMap<>();

  RandomServiceKeys(KeyType type, Duration ttl, RandomGenerator random) {
    this.type = type;
    this.ttl = ttl;
    this.random = random;
  }

  @Override
  public Duration ttl() {
    return ttl;
  }

  /** Has the next key take the place of a current one that has ended. */
  @Override
  public NavigableMap<Long, ExpiringKey> at(Instant now) {
    while (keys.size() < KEPT || !currentExpires().isAfter(now)) {
      Instant expires = keys.isEmpty() ? now.plus(ttl) : afterLast(now);
      long number = keys.isEmpty() ? 1 : keys.lastKey() + 1;
      keys.put(number, new ExpiringKey(CephxKey.generate(type, now, random), expires));
      if (keys.size() > KEPT) {
        keys.pollFirstEntry();
      }
    }
    return new TreeMap<>(keys);
  }

  @Override
  public ServiceKeys anew() {
    return new RandomServiceKeys(type, ttl, random);
  }

  private Instant currentExpires() {
    return keys.higherEntry(keys.firstKey()).getValue().expires();
  }

  private Instant afterLast(Instant now) {
    Instant last = keys.lastEntry().getValue().expires();
    Instant soonest = now.plus(ttl);
    return (last.isBefore(soonest) ? soonest : last).plus(ttl);
  }
}
