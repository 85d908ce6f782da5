// SPDX-License-Identifier: Apache-2.0
package io.msgr2.handshake;

import io.msgr2.auth.AuthClient;
import io.msgr2.auth.AuthConnector;
import io.msgr2.auth.AuthOutcome;
import io.msgr2.auth.AuthRefusal;
import io.msgr2.auth.AuthRequest;
import io.msgr2.auth.Secret;
import io.msgr2.frame.ConnectionMode;
import java.util.List;
import java.util.Optional;

/** A client that never gives up: it asks again, answers everything and believes everything. */
record Stubborn(Secret connectionSecret, ConnectionMode... modes) implements AuthConnector {
  static AuthClient client(Secret connectionSecret, ConnectionMode... modes) {
    return peer -> new Stubborn(connectionSecret, modes);
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
    return new AuthOutcome(Optional.empty(), globalId, Secret.EMPTY, connectionSecret);
  }
}
