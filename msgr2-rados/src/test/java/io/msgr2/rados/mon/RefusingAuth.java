// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthAcceptor;
import io.msgr2.auth.AuthDecision;
import io.msgr2.auth.AuthRefusal;
import io.msgr2.auth.AuthRequest;
import io.msgr2.auth.AuthServer;
import io.msgr2.frame.ConnectionMode;
import java.util.List;

/** Accepts nobody, as a monitor does that finds a key wrong. */
final class RefusingAuth implements AuthServer {
  @Override
  public AuthAcceptor acceptor(EntityType peer) {
    return new AuthAcceptor() {
      @Override
      public AuthDecision request(AuthRequest request) {
        AuthRefusal refusal =
            new AuthRefusal(
                request.method(),
                AuthRefusal.EACCES,
                List.of(request.method()),
                List.of(ConnectionMode.CRC.wire(), ConnectionMode.SECURE.wire()));
        return new AuthDecision.Refused(refusal, "nobody is accepted here");
      }

      @Override
      public AuthDecision requestMore(byte[] payload) {
        throw new AssertionError("nobody gets this far");
      }
    };
  }
}
