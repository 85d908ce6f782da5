// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rig;

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
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;

/** How two ends authenticate, and what protects their frames; the same bytes in every run. */
public enum Security {
  NONE_CRC(ConnectionMode.CRC),
  /** No authentication, and a connection secret that both ends know beforehand. */
  NONE_SECURE(ConnectionMode.SECURE),
  CEPHX_CRC(ConnectionMode.CRC),
  CEPHX_SECURE(ConnectionMode.SECURE);

  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final CephxKey KEY = CephxKey.generate(KeyType.AES, NOW, new Random(1));
  private static final Secret SECRET = Secret.copyOf(new byte[64]);

  private final ConnectionMode mode;

  Security(ConnectionMode mode) {
    this.mode = mode;
  }

  public ConnectionMode mode() {
    return mode;
  }

  /** Returns whether AUTH_SIGNATURE has a key. */
  public boolean isSigned() {
    return this == CEPHX_CRC || this == CEPHX_SECURE;
  }

  public AuthClient client(EntityName name) {
    var modes = ConnectionModes.of(mode);
    return switch (this) {
      case NONE_CRC -> new NoneClient(name);
      case NONE_SECURE -> FixedConnectionSecret.client(new NoneClient(name), modes, SECRET);
      case CEPHX_CRC, CEPHX_SECURE ->
          new SharedKeyClient(name, KEY, modes, new Random(2), InstantSource.fixed(NOW));
    };
  }

  public AuthServer server(EntityType self) {
    var modes = ConnectionModes.of(mode);
    return switch (this) {
      case NONE_CRC -> new NoneServer(self, () -> 1);
      case NONE_SECURE ->
          FixedConnectionSecret.server(new NoneServer(self, () -> 1), modes, SECRET);
      case CEPHX_CRC, CEPHX_SECURE -> new SharedKeyServer(self, KEY, modes, new Random(3));
    };
  }
}
