// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import io.msgr2.address.EntityType;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.auth.cephx.wire.RotatingSecrets.ExpiringKey;
import io.msgr2.codec.WireWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Keys that everybody with the same master key makes alike at the same time, without remembering
 * anything: time is cut into periods of a ticket's life, counted from 1970 on, and the number of a
 * key is that of the period in which tickets are sealed with it. It ends with that period, and is
 * kept for one more, in which the last of those tickets end.
 *
 * @param wipes how often everything began anew
 */
record DerivedServiceKeys(
    CephxKey master, EntityType service, KeyType type, Duration ttl, int wipes)
    implements ServiceKeys {
  private static final String PURPOSE = "msgr2 rotating key";

  @Override
  public NavigableMap<Long, ExpiringKey> at(Instant now) {
    long period = Math.floorDiv(now.toEpochMilli(), ttl.toMillis());
    NavigableMap<Long, ExpiringKey> keys = new TreeMap<>();
    for (long number = period - 1; number <= period + 1; number++) {
      keys.put(number, new ExpiringKey(key(number), begin(number + 1)));
    }
    return keys;
  }

  @Override
  public ServiceKeys anew() {
    return new DerivedServiceKeys(master, service, type, ttl, wipes + 1);
  }

  private CephxKey key(long number) {
    byte[] purpose =
        WireWriter.toBytes(
            writer ->
                writer
                    .string(PURPOSE)
                    .u32(service.wire())
                    .u16(type.wire())
                    .u64(ttl.toMillis())
                    .u32(wipes)
                    .u64(number));
    return master.derive(type, begin(number), purpose);
  }

  private Instant begin(long number) {
    return Instant.ofEpochMilli(Math.multiplyExact(number, ttl.toMillis()));
  }
}
