// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.wire.RotatingSecrets;
import io.msgr2.auth.cephx.wire.RotatingSecrets.ExpiringKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/** The keys of one service. Not safe for several threads. */
sealed interface ServiceKeys permits RandomServiceKeys, DerivedServiceKeys {

  /** Returns how long tickets are good for. */
  Duration ttl();

  /** Returns the previous, the current and the next key, by number. */
  NavigableMap<Long, ExpiringKey> at(Instant now);

  /** Returns other keys, with which everything begins anew. */
  ServiceKeys anew();

  default Optional<CephxKey> key(long id, Instant now) {
    return Optional.ofNullable(at(now).get(id)).map(ExpiringKey::key);
  }

  /** Returns what a ticket that is made now is sealed with. */
  default TicketKey current(Instant now) {
    NavigableMap<Long, ExpiringKey> keys = at(now);
    Map.Entry<Long, ExpiringKey> current = keys.higherEntry(keys.firstKey());
    // A ticket must not outlive the time for which services keep its key.
    Duration left = Duration.between(now, keys.lastEntry().getValue().expires());
    return new TicketKey(
        current.getKey(), current.getValue().key(), now, left.compareTo(ttl()) < 0 ? left : ttl());
  }

  default RotatingSecrets all(Instant now) {
    NavigableMap<Long, ExpiringKey> keys = at(now);
    return new RotatingSecrets(keys, keys.lastKey());
  }
}
