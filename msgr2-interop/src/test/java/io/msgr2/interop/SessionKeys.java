// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthClient;
import io.msgr2.auth.AuthConnector;
import io.msgr2.auth.AuthOutcome;
import io.msgr2.auth.AuthRefusal;
import io.msgr2.auth.AuthRequest;
import io.msgr2.auth.cephx.CephxClient;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.frame.ConnectionMode;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** Looks at the session keys that come out of authentication, by the type of the peer. */
final class SessionKeys implements AuthClient {
  private final CephxClient client;
  private final Map<EntityType, KeyType> types = new EnumMap<>(EntityType.class);

  SessionKeys(CephxClient client) {
    this.client = client;
  }

  /** Returns the type of the last session key with a peer of the given type. */
  synchronized KeyType with(EntityType peer) {
    return types.get(peer);
  }

  @Override
  public AuthConnector connector(EntityType peer) {
    AuthConnector connector = client.connector(peer);
    return new AuthConnector() {
      @Override
      public AuthRequest request() {
        return connector.request();
      }

      @Override
      public AuthRequest badMethod(AuthRefusal refusal) {
        return connector.badMethod(refusal);
      }

      @Override
      public byte[] replyMore(byte[] payload) {
        return connector.replyMore(payload);
      }

      @Override
      public AuthOutcome done(long globalId, ConnectionMode mode, byte[] payload) {
        AuthOutcome outcome = connector.done(globalId, mode, payload);
        saw(peer, outcome.sessionKey().length());
        return outcome;
      }
    };
  }

  private synchronized void saw(EntityType peer, int bytes) {
    types.put(
        peer,
        Arrays.stream(KeyType.values())
            .filter(type -> type.secretBytes() == bytes)
            .findFirst()
            .orElseThrow());
  }
}
