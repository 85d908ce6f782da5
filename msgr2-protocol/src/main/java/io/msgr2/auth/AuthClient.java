// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth;

import io.msgr2.address.EntityType;

/**
 * The connecting side of authentication, shared by all connections of a messenger. An
 * implementation keeps what outlives a connection (keys, tickets, the global id) and is safe for
 * use by several threads.
 */
public interface AuthClient {
  /**
   * Starts to authenticate one TCP connection.
   *
   * @param peer the type of the entity at the other end
   * @return the attempt; used by one thread at a time
   */
  AuthConnector connector(EntityType peer);
}
