// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthAcceptor;
import io.msgr2.auth.AuthServer;
import io.msgr2.auth.ConnectionModes;
import java.util.random.RandomGenerator;

/**
 * The accepting side of cephx in a service: lets in whoever shows a ticket for it and proves to be
 * the one whom the ticket was given to. Logging in, which only monitors do, is refused. Safe for
 * use by several threads if what it was given is.
 */
public final class AuthorizerServer implements AuthServer {
  private final EntityType self;
  private final ServiceSecrets secrets;
  private final ConnectionModes modes;
  private final RandomGenerator random;

  /**
   * @param self the service that tickets have to be for
   * @param secrets the keys that tickets are sealed with
   * @param modes the connection modes to allow
   * @param random for challenges and connection secrets; for real use a {@link
   *     java.security.SecureRandom}
   */
  public AuthorizerServer(
      EntityType self, ServiceSecrets secrets, ConnectionModes modes, RandomGenerator random) {
    this.self = self;
    this.secrets = secrets;
    this.modes = modes;
    this.random = random;
  }

  @Override
  public AuthAcceptor acceptor(EntityType peer) {
    return new AuthorizerAcceptor(self, peer, secrets, modes, random);
  }
}
