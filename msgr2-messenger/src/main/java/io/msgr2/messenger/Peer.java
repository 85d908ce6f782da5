// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityType;
import java.util.Optional;

/**
 * What is known of a peer before it has said anything.
 *
 * @param end how the connection came about
 * @param type whom this side dialled
 * @param addresses what this side dialled, or where the peer's TCP connection comes from
 */
record Peer(End end, Optional<EntityType> type, EntityAddressVector addresses) {
  enum End {
    DIALLED,
    ACCEPTED
  }
}
