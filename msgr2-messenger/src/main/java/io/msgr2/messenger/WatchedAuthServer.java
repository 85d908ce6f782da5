// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthAcceptor;
import io.msgr2.auth.AuthDecision;
import io.msgr2.auth.AuthRequest;
import io.msgr2.auth.AuthServer;
import java.util.function.Consumer;

/**
 * Tells of those whom a server does not let in.
 *
 * @param from where the one TCP connection comes from that this is for
 */
record WatchedAuthServer(AuthServer server, EntityAddress from, Consumer<Denial> denials)
    implements AuthServer {
  @Override
  public AuthAcceptor acceptor(EntityType peer) {
    AuthAcceptor acceptor = server.acceptor(peer);
    return new AuthAcceptor() {
      @Override
      public AuthDecision request(AuthRequest request) {
        return watched(peer, acceptor.request(request));
      }

      @Override
      public AuthDecision requestMore(byte[] payload) {
        return watched(peer, acceptor.requestMore(payload));
      }
    };
  }

  private AuthDecision watched(EntityType peer, AuthDecision decision) {
    if (decision instanceof AuthDecision.Refused refused) {
      denials.accept(new Denial(from, peer, refused.refusal(), refused.reason()));
    }
    return decision;
  }
}
