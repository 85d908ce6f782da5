// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import io.netty.buffer.ByteBuf;

/** Where a session stands. Each state holds exactly what is known by then. */
sealed interface SessionState
    permits ConnectingState, AcceptingState, Ready, SessionState.Detached, Draining {
  /** Returns what the session is waiting for, for errors. */
  String awaits();

  Phase phase();

  /** Returns how long the session may stay in this phase; once ready, without a byte. */
  default long timeoutMs(Timeouts timeouts) {
    return timeouts.handshakeMs();
  }

  /**
   * Takes received bytes.
   *
   * @param in stays the caller's; its reader index is moved past what was taken
   * @return the next state; the same one when no more can be taken now
   */
  SessionState receive(ByteBuf in);

  /** A state without a connection. */
  sealed interface Detached extends SessionState {
    @Override
    default SessionState receive(ByteBuf in) {
      throw new IllegalStateException("bytes received in " + phase());
    }
  }

  /** Nothing is to be sent; the session goes on when there is, or when the peer comes back. */
  record Standby() implements Detached {
    @Override
    public String awaits() {
      return "something to send, or the peer";
    }

    @Override
    public Phase phase() {
      return Phase.STANDBY;
    }

    @Override
    public long timeoutMs(Timeouts timeouts) {
      return Session.NEVER;
    }
  }

  /**
   * The next attempt to dial comes later.
   *
   * @param delayMs how much later
   */
  record Waiting(int delayMs) implements Detached {
    @Override
    public String awaits() {
      return "the time of the next attempt";
    }

    @Override
    public Phase phase() {
      return Phase.WAIT;
    }

    @Override
    public long timeoutMs(Timeouts timeouts) {
      return delayMs;
    }
  }

  /** Nothing happens any more. */
  record Ended() implements Detached {
    @Override
    public String awaits() {
      return "nothing";
    }

    @Override
    public Phase phase() {
      return Phase.CLOSED;
    }

    @Override
    public long timeoutMs(Timeouts timeouts) {
      return Session.NEVER;
    }
  }
}
