// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth;

import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import java.util.Optional;

/**
 * Has the last word on who is let in, after a peer has proved who it is. Called by several threads;
 * must not block.
 */
@FunctionalInterface
public interface Admission {
  /** Lets in everybody who proved who it is. */
  Admission EVERYBODY = candidate -> Optional.empty();

  /**
   * Who wants to be let in.
   *
   * @param type what the peer claims to be
   * @param name whom it proved to be; with the method {@code none} what it claims, if it does
   * @param globalId its number in the cluster; 0 where the method assigns none
   * @param caps what it may do here according to the monitors
   */
  record Candidate(EntityType type, Optional<EntityName> name, long globalId, Caps caps) {}

  /**
   * Decides about a peer.
   *
   * @return why it is not let in, for this side's operator; empty to let it in
   */
  Optional<String> objection(Candidate candidate);

  /** Returns a server that authenticates as the given one does and then asks this admission. */
  default AuthServer guard(AuthServer server) {
    return peer -> new AdmittingAcceptor(server.acceptor(peer), peer, this);
  }
}
