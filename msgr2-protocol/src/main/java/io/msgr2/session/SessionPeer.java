// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityNumber;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthClient;
import io.msgr2.handshake.Authenticated;
import java.util.Optional;

/**
 * Whom a session is with.
 *
 * @param type what the peer is
 * @param addresses where it can be found, as it announces them
 * @param policy how sessions with it are treated
 * @param auth how this side authenticates to it; without, it is not dialled
 * @param provedName whom it proved to be when it dialled this side
 */
record SessionPeer(
    EntityType type,
    EntityAddressVector addresses,
    Policy policy,
    Optional<AuthClient> auth,
    Optional<EntityName> provedName) {

  /** Returns the address to dial. */
  EntityAddress target() {
    return addresses.msgr2();
  }

  /** Returns whether this side can dial, and the policy says that it does. */
  boolean isDialled() {
    return !policy.server() && auth.isPresent() && !target().isBlankHost() && target().port() != 0;
  }

  /** Returns whether somebody else who dials from the same addresses can be this peer. */
  boolean isSame(Authenticated other) {
    return type == other.peerType()
        && (provedName.isEmpty() || provedName.equals(other.outcome().name()));
  }

  /**
   * Returns whether somebody who says to have the given number can be a peer that said so before.
   * Only an OSD keeps its number for life.
   */
  static boolean canBe(Optional<EntityNumber> before, EntityNumber now) {
    return before.isEmpty()
        || now.type() != EntityType.OSD
        || now.gid() == EntityNumber.UNASSIGNED
        || before.get().gid() == EntityNumber.UNASSIGNED
        || before.get().equals(now);
  }

  /**
   * Returns whether a connection that the peer dialled wins over this side's own one: of two that
   * cross, the one dialled by the lower address does.
   */
  boolean wins(EntityAddressVector own) {
    return !isDialled() || target().compareTo(own.msgr2()) < 0;
  }
}
