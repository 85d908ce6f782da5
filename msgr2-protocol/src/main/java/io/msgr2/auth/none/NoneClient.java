// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.none;

import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthClient;
import io.msgr2.auth.AuthConnector;
import io.msgr2.auth.AuthForm;
import io.msgr2.auth.AuthMethod;
import io.msgr2.auth.AuthOutcome;
import io.msgr2.auth.AuthRefusal;
import io.msgr2.auth.AuthRequest;
import io.msgr2.auth.Caps;
import io.msgr2.auth.Secret;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.frame.ConnectionMode;
import java.util.List;
import java.util.Optional;

/**
 * The connecting side of the method {@code none} (docs/protocol-notes.md, Method none): says its
 * name and is believed. There are no keys, so only mode crc can be used. The number that a monitor
 * assigns is kept and shown to every later peer. Safe for use by several threads.
 */
public final class NoneClient implements AuthClient {
  private final EntityName name;
  private volatile long globalId;

  /**
   * @param name who this side says it is
   */
  public NoneClient(EntityName name) {
    this.name = name;
  }

  @Override
  public AuthConnector connector(EntityType peer) {
    return new Connector(peer);
  }

  private final class Connector implements AuthConnector {
    private final EntityType peer;

    Connector(EntityType peer) {
      this.peer = peer;
    }

    @Override
    public AuthRequest request() {
      int form = peer == EntityType.MON ? AuthForm.MONITOR : AuthForm.AUTHORIZER;
      return new AuthRequest(
          AuthMethod.NONE.wire(),
          List.of(ConnectionMode.CRC.wire()),
          new NoneRequest(form, name, globalId).toBytes());
    }

    @Override
    public AuthRequest badMethod(AuthRefusal refusal) {
      throw refusal.explain(peer, request(), "the peer does not accept " + name);
    }

    @Override
    public byte[] replyMore(byte[] payload) {
      throw new ProtocolException(
          Violation.AUTH_REPLY_INVALID, "AUTH_REPLY_MORE although the method none has one round");
    }

    @Override
    public AuthOutcome done(long assignedGlobalId, ConnectionMode mode, byte[] payload) {
      if (peer == EntityType.MON) {
        globalId = assignedGlobalId;
      }
      return new AuthOutcome(Optional.empty(), globalId, Secret.EMPTY, Secret.EMPTY, Caps.NONE);
    }
  }
}
