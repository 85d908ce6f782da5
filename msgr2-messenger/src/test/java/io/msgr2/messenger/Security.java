// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthClient;
import io.msgr2.auth.AuthServer;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.Secret;
import io.msgr2.auth.cephx.SharedKeyClient;
import io.msgr2.auth.cephx.SharedKeyServer;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.auth.insecure.FixedConnectionSecret;
import io.msgr2.auth.none.NoneClient;
import io.msgr2.auth.none.NoneServer;
import io.msgr2.frame.ConnectionMode;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;

/** The ways in which the ends of a test authenticate and protect what they say. */
enum Security {
  NONE_CRC(ConnectionMode.CRC) {
    @Override
    AuthClient client(EntityName name) {
      return new NoneClient(name);
    }

    @Override
    AuthServer server() {
      return new NoneServer(EntityType.OSD, () -> 1);
    }
  },
  FIXED_SECURE(ConnectionMode.SECURE) {
    @Override
    AuthClient client(EntityName name) {
      return FixedConnectionSecret.client(NONE_CRC.client(name), modes(), SECRET);
    }

    @Override
    AuthServer server() {
      return FixedConnectionSecret.server(NONE_CRC.server(), modes(), SECRET);
    }
  },
  CEPHX_CRC(ConnectionMode.CRC),
  CEPHX_SECURE(ConnectionMode.SECURE);

  static final Secret SECRET = Secret.copyOf(new byte[64]);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final CephxKey KEY =
      CephxKey.generate(KeyType.AES, Instant.ofEpochSecond(1_800_000_000), RANDOM);

  final ConnectionMode mode;

  Security(ConnectionMode mode) {
    this.mode = mode;
  }

  AuthClient client(EntityName name) {
    return new SharedKeyClient(name, KEY, modes(), RANDOM, InstantSource.system());
  }

  AuthServer server() {
    return new SharedKeyServer(EntityType.OSD, KEY, modes(), RANDOM);
  }

  ConnectionModes modes() {
    return ConnectionModes.of(mode);
  }
}
