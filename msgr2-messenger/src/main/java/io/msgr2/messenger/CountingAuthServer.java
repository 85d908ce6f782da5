// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthAcceptor;
import io.msgr2.auth.AuthDecision;
import io.msgr2.auth.AuthRequest;
import io.msgr2.auth.AuthServer;
import java.util.concurrent.atomic.LongAdder;

/** Counts the logins that a server refuses. */
record CountingAuthServer(AuthServer server, LongAdder refusals) implements AuthServer {
  @Override
  public AuthAcceptor acceptor(EntityType peer) {
    AuthAcceptor acceptor = server.acceptor(peer);
    return new AuthAcceptor() {
      @Override
      public AuthDecision request(AuthRequest request) {
        return counted(acceptor.request(request));
      }

      @Override
      public AuthDecision requestMore(byte[] payload) {
        return counted(acceptor.requestMore(payload));
      }
    };
  }

  private AuthDecision counted(AuthDecision decision) {
    if (decision instanceof AuthDecision.Refused) {
      refusals.increment();
    }
    return decision;
  }
}
