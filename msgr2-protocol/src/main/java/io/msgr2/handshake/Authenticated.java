// SPDX-License-Identifier: Apache-2.0
package io.msgr2.handshake;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthOutcome;
import io.msgr2.compression.CompressionMethod;
import io.msgr2.frame.Banner;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.Role;
import java.util.Optional;

/**
 * The end of a handshake: both sides know that they may talk, and how.
 *
 * @param role which end of the TCP connection this side is
 * @param peerType the type of the entity at the other end
 * @param peerBanner what the peer said of itself first
 * @param seenAs this side's address as the peer dialled or sees it
 * @param authMethod number of the authentication method
 * @param mode how frames are protected
 * @param outcome what authentication left behind
 * @param compression how frames are compressed, if they are
 */
public record Authenticated(
    Role role,
    EntityType peerType,
    Banner peerBanner,
    EntityAddress seenAs,
    int authMethod,
    ConnectionMode mode,
    AuthOutcome outcome,
    Optional<CompressionMethod> compression)
    implements HandshakeState {

  /** Returns the same with frames compressed. */
  Authenticated compressed(CompressionMethod method) {
    return new Authenticated(
        role, peerType, peerBanner, seenAs, authMethod, mode, outcome, Optional.of(method));
  }

  @Override
  public String awaits() {
    return "no frame of the handshake";
  }

  @Override
  public HandshakeState on(ControlFrame frame) {
    throw outOfState(frame.tag());
  }
}
