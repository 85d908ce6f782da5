// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.rig;

import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthClient;
import io.msgr2.auth.AuthServer;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.Secret;
import io.msgr2.auth.insecure.FixedConnectionSecret;
import io.msgr2.auth.none.NoneClient;
import io.msgr2.auth.none.NoneServer;
import io.msgr2.frame.ConnectionMode;

/** What protects frames in a world where nobody has to prove anything. */
public enum Protection {
  CRC,
  /** Encryption with a secret that all have from the start. */
  SECURE;

  private static final Secret SECRET = Secret.copyOf(new byte[64]);
  private static final ConnectionModes SECURE_ONLY = ConnectionModes.of(ConnectionMode.SECURE);

  AuthClient client(EntityName self) {
    NoneClient none = new NoneClient(self);
    return switch (this) {
      case CRC -> none;
      case SECURE -> FixedConnectionSecret.client(none, SECURE_ONLY, SECRET);
    };
  }

  AuthServer server(EntityType self) {
    NoneServer none = new NoneServer(self, () -> 1);
    return switch (this) {
      case CRC -> none;
      case SECURE -> FixedConnectionSecret.server(none, SECURE_ONLY, SECRET);
    };
  }
}
