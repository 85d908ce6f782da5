// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import io.msgr2.address.EntityType;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.frame.ConnectionMode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A monitor, and somebody who knows all keys but not the protocol.
 *
 * @param payloads what that somebody sends
 */
record FuzzedMonitor(CephxMonitor monitor, SealingScript payloads) {
  static final long GLOBAL_ID = 4_100;
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

  FuzzedMonitor(KeyType type) {
    this(type, new Random(1));
  }

  private FuzzedMonitor(KeyType type, Random random) {
    this(
        CephxKey.generate(type, NOW, random),
        RotatingKeys.random(type, RotatingKeys.Lifetimes.DEFAULT, random, InstantSource.fixed(NOW)),
        random);
  }

  private FuzzedMonitor(CephxKey key, RotatingKeys keys, Random random) {
    this(
        new CephxMonitor(
            name -> Optional.of(new KeyStore.Entity(key, Map.of("mon", "allow profile osd"))),
            keys,
            new AtomicLong(GLOBAL_ID)::getAndIncrement,
            ConnectionModes.of(ConnectionMode.SECURE),
            new Random(2)),
        new SealingScript(
            List.of(
                key,
                keys.secret(EntityType.AUTH, 2).orElseThrow(),
                keys.secret(EntityType.MON, 2).orElseThrow()),
            random));
  }
}
