// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth;

import io.msgr2.address.EntityType;

/**
 * The accepting side of authentication, shared by all connections of a messenger. An implementation
 * is safe for use by several threads.
 */
public interface AuthServer {
  /**
   * Starts to authenticate one TCP connection.
   *
   * @param peer the type that the connector claimed in HELLO; not proven yet
   * @return the exchange; used by one thread at a time
   */
  AuthAcceptor acceptor(EntityType peer);
}
