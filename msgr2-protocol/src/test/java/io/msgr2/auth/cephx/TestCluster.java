// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthAcceptor;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** A monitor, the entities that it knows, and an OSD that it gives keys to. */
final class TestCluster {
  final Map<EntityName, KeyStore.Entity> entities = new HashMap<>();
  private final AtomicLong globalIds = new AtomicLong(4_100);
  private final Random random;
  private final InstantSource clock;
  private RotatingKeys keys;
  private CephxMonitor monitor;

  TestCluster(KeyType serviceKeys, Random random, InstantSource clock) {
    this.random = random;
    this.clock = clock;
    restart(serviceKeys);
  }

  /** Forgets everything but the entities. */
  void restart(KeyType serviceKeys) {
    keys = RotatingKeys.random(serviceKeys, RotatingKeys.Lifetimes.DEFAULT, random, clock);
    monitor =
        new CephxMonitor(
            name -> Optional.ofNullable(entities.get(name)),
            keys,
            globalIds::incrementAndGet,
            ConnectionModes.DEFAULT,
            random);
  }

  /** Adds an entity that may do everything. */
  CephxKey add(EntityName name, KeyType type) {
    CephxKey key = CephxKey.generate(type, clock.instant(), random);
    entities.put(name, new KeyStore.Entity(key, Map.of("mon", "allow *", "osd", "allow *")));
    return key;
  }

  CephxMonitor monitor() {
    return monitor;
  }

  RotatingKeys keys() {
    return keys;
  }

  /** Returns the monitor's side of a connection with a client. */
  AuthAcceptor login() {
    return monitor.acceptor(EntityType.CLIENT);
  }

  /** Returns an OSD's side of a connection with a client. */
  AuthAcceptor osd() {
    return new AuthorizerServer(EntityType.OSD, keys, ConnectionModes.DEFAULT, random)
        .acceptor(EntityType.CLIENT);
  }
}
