// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

/**
 * How long a session waits.
 *
 * @param connectMs for the TCP connection
 * @param handshakeMs from the TCP connection to a ready session, on both sides
 * @param idleMs without a byte in either direction, once ready ({@code ms_connection_idle_timeout})
 * @param closeMs for queued messages to be transmitted, when the session is closed
 * @param backoff between attempts to dial
 */
public record Timeouts(int connectMs, int handshakeMs, int idleMs, int closeMs, Backoff backoff) {
  /** The values of Ceph's own messengers, where they have one. */
  public static final Timeouts DEFAULT = new Timeouts(10_000, 10_000, 900_000, 5_000);

  /** Has the default backoff. */
  public Timeouts(int connectMs, int handshakeMs, int idleMs, int closeMs) {
    this(connectMs, handshakeMs, idleMs, closeMs, Backoff.DEFAULT);
  }

  public Timeouts {
    if (connectMs < 1 || handshakeMs < 1 || idleMs < 1 || closeMs < 1) {
      throw new IllegalArgumentException("timeouts must be at least 1 ms");
    }
  }
}
