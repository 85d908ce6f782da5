// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rig;

import io.msgr2.auth.AuthAcceptor;
import io.msgr2.auth.AuthClient;
import io.msgr2.auth.AuthConnector;
import io.msgr2.auth.AuthDecision;
import io.msgr2.auth.AuthOutcome;
import io.msgr2.auth.AuthRefusal;
import io.msgr2.auth.AuthRequest;
import io.msgr2.auth.AuthServer;
import io.msgr2.auth.Caps;
import io.msgr2.auth.Secret;
import io.msgr2.frame.ConnectionMode;
import java.util.List;
import java.util.Optional;

/** A client that never gives up: it asks again, answers everything and believes everything. */
public record Stubborn(Secret connectionSecret, ConnectionMode... modes) implements AuthConnector {
  public static AuthClient client(Secret connectionSecret, ConnectionMode... modes) {
    return peer -> new Stubborn(connectionSecret, modes);
  }

  /** Returns a server for it: one that wants a second round, and then lets everybody in. */
  public static AuthServer server() {
    return peer ->
        new AuthAcceptor() {
          @Override
          public AuthDecision request(AuthRequest request) {
            return new AuthDecision.More(new byte[0]);
          }

          @Override
          public AuthDecision requestMore(byte[] payload) {
            var outcome =
                new AuthOutcome(Optional.empty(), 1, Secret.EMPTY, Secret.EMPTY, Caps.NONE);
            return new AuthDecision.Done(ConnectionMode.CRC, new byte[0], outcome);
          }
        };
  }

  @Override
  public AuthRequest request() {
    return new AuthRequest(
        1, List.of(modes).stream().map(ConnectionMode::wire).toList(), new byte[0]);
  }

  @Override
  public AuthRequest badMethod(AuthRefusal refusal) {
    return request();
  }

  @Override
  public byte[] replyMore(byte[] payload) {
    return payload;
  }

  @Override
  public AuthOutcome done(long globalId, ConnectionMode mode, byte[] payload) {
    return new AuthOutcome(Optional.empty(), globalId, Secret.EMPTY, connectionSecret, Caps.NONE);
  }
}
