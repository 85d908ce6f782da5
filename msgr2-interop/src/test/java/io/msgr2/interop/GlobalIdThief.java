// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthClient;
import io.msgr2.auth.AuthConnector;
import io.msgr2.auth.AuthOutcome;
import io.msgr2.auth.AuthRefusal;
import io.msgr2.auth.AuthRequest;
import io.msgr2.auth.cephx.CephxClient;
import io.msgr2.auth.cephx.wire.LoginRequest;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import io.msgr2.frame.ConnectionMode;

/** Logs in with a key of its own and somebody else's global id. */
record GlobalIdThief(CephxClient honest, long globalId) implements AuthClient {
  @Override
  public AuthConnector connector(EntityType peer) {
    return new Connector(honest.connector(peer), globalId);
  }

  private record Connector(AuthConnector honest, long globalId) implements AuthConnector {
    @Override
    public AuthRequest request() {
      AuthRequest request = honest.request();
      LoginRequest own =
          WireReader.fromBytes("login request", request.payload(), LoginRequest::read);
      LoginRequest forged = new LoginRequest(own.name(), globalId);
      return new AuthRequest(
          request.method(), request.preferredModes(), WireWriter.toBytes(forged::write));
    }

    @Override
    public AuthRequest badMethod(AuthRefusal refusal) {
      return honest.badMethod(refusal);
    }

    @Override
    public byte[] replyMore(byte[] payload) {
      return honest.replyMore(payload);
    }

    @Override
    public AuthOutcome done(long assigned, ConnectionMode mode, byte[] payload) {
      return honest.done(assigned, mode, payload);
    }
  }
}
