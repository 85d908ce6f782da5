// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import java.time.Duration;
import java.time.Instant;

/**
 * A ticket, and when it needs care.
 *
 * @param ticket the ticket
 * @param renewAt when to ask for its successor: after three quarters of its life, as Ceph does
 * @param expires when it ends
 */
record HeldTicket(Ticket ticket, Instant renewAt, Instant expires) {
  /** A monitor that hands out tickets for no time at all must not be asked all the time. */
  private static final Duration SHORTEST_LIFE = Duration.ofSeconds(1);

  static HeldTicket receivedAt(Instant now, Ticket ticket, Duration validity) {
    Duration life = validity.compareTo(SHORTEST_LIFE) < 0 ? SHORTEST_LIFE : validity;
    Instant expires = now.plus(life);
    return new HeldTicket(ticket, expires.minus(life.dividedBy(4)), expires);
  }
}
