// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityNumber;
import io.msgr2.compression.CompressionMethod;
import io.msgr2.frame.Banner;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.Revision;
import io.msgr2.frame.Role;
import io.msgr2.handshake.Authenticated;
import io.msgr2.handshake.Wire;
import java.util.Optional;

/**
 * What two peers agreed on when a session became ready.
 *
 * @param role which end of the TCP connection this side is
 * @param peer who the peer says it is
 * @param authenticatedAs on the accepting side, whom the peer proved to be
 * @param peerAddresses the peer's addresses
 * @param localAddresses this side's addresses, as told to the peer
 * @param peerBanner the msgr2 features of the peer
 * @param revision the layout of frames
 * @param mode how frames are protected
 * @param compression how frames are compressed, if they are
 * @param authMethod number of the authentication method
 * @param globalId the connector's number in the cluster; 0 where the method assigns none
 * @param features Ceph features that both sides have
 * @param lossy whether the session ends with its TCP connection
 */
public record ConnectionInfo(
    Role role,
    EntityNumber peer,
    Optional<EntityName> authenticatedAs,
    EntityAddressVector peerAddresses,
    EntityAddressVector localAddresses,
    Banner peerBanner,
    Revision revision,
    ConnectionMode mode,
    Optional<CompressionMethod> compression,
    int authMethod,
    long globalId,
    long features,
    boolean lossy) {

  /** Returns what is agreed on when a session goes on over another TCP connection. */
  ConnectionInfo over(Wire wire, Role newRole, Authenticated authenticated) {
    return new ConnectionInfo(
        newRole,
        peer,
        authenticated.outcome().name().or(() -> authenticatedAs),
        peerAddresses,
        localAddresses,
        authenticated.peerBanner(),
        wire.revision(),
        authenticated.mode(),
        authenticated.compression(),
        authenticated.authMethod(),
        authenticated.outcome().globalId(),
        features,
        lossy);
  }
}
