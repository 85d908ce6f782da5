// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import io.msgr2.address.EntityName;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.cephx.CephxClient;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.interop.cluster.Cluster;
import java.security.SecureRandom;
import java.time.InstantSource;

/**
 * Who logs in with which key, and what it offers.
 *
 * @param name the entity
 * @param key its key
 * @param modes the connection modes to offer
 */
record Login(EntityName name, CephxKey key, ConnectionModes modes) {
  static final EntityName ADMIN = EntityName.client("admin");

  /** Returns the cluster's administrator, with Ceph's default modes. */
  static Login admin(Cluster cluster) {
    return new Login(ADMIN, cluster.key(ADMIN), ConnectionModes.DEFAULT);
  }

  Login offering(ConnectionMode... offered) {
    return new Login(name, key, ConnectionModes.of(offered));
  }

  Login with(CephxKey other) {
    return new Login(name, other, modes);
  }

  /** Returns a client that has not logged in yet. */
  CephxClient client() {
    return client(InstantSource.system());
  }

  CephxClient client(InstantSource clock) {
    return new CephxClient(
        name, key, modes, CephxClient.DEFAULT_SERVICES, new SecureRandom(), clock);
  }
}
