// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthClient;
import io.msgr2.auth.AuthConnector;
import io.msgr2.auth.AuthException;
import io.msgr2.auth.AuthOutcome;
import io.msgr2.auth.AuthRefusal;
import io.msgr2.auth.AuthRequest;
import io.msgr2.frame.ConnectionMode;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets one login succeed of those that run at the same time with several monitors. All of them
 * would get tickets and a global id, but only one set is kept, and it has to be that of the monitor
 * that the session is with: only that one can renew the tickets. Safe for use by several threads.
 */
final class LoginRace implements AuthClient {
  private final AuthClient client;
  private volatile AtomicBoolean won = new AtomicBoolean();

  LoginRace(AuthClient client) {
    this.client = client;
  }

  /** Starts another race; those who are late for the last one can still not win that. */
  void start() {
    won.set(true);
    won = new AtomicBoolean();
  }

  @Override
  public AuthConnector connector(EntityType peer) {
    AuthConnector connector = client.connector(peer);
    return peer == EntityType.MON ? new Runner(connector, won) : connector;
  }

  private record Runner(AuthConnector connector, AtomicBoolean won) implements AuthConnector {
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
      if (!won.compareAndSet(false, true)) {
        throw new AuthException(AuthException.ECANCELED, "another monitor was faster");
      }
      try {
        return connector.done(globalId, mode, payload);
      } catch (RuntimeException e) {
        // A login that fails at the last step has not won.
        won.set(false);
        throw e;
      }
    }
  }
}
