// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthAcceptor;
import io.msgr2.auth.AuthServer;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.cephx.crypto.CephxKey;
import java.util.random.RandomGenerator;

/**
 * The accepting side of cephx between entities that share a key; the other side of {@link
 * SharedKeyClient}. Safe for use by several threads if the given random source is.
 */
public final class SharedKeyServer implements AuthServer {
  private final AuthorizerServer tickets;

  /**
   * @param self the kind of entity that connectors have to dial
   * @param key the key that connectors have as well
   * @param modes the connection modes to allow
   * @param random for challenges and connection secrets; for real use a {@link
   *     java.security.SecureRandom}
   */
  public SharedKeyServer(
      EntityType self, CephxKey key, ConnectionModes modes, RandomGenerator random) {
    tickets = new AuthorizerServer(self, ServiceSecrets.shared(key), modes, random);
  }

  @Override
  public AuthAcceptor acceptor(EntityType peer) {
    return tickets.acceptor(peer);
  }
}
