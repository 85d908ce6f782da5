// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import io.msgr2.handshake.Interceptor;

/**
 * Decides at defined points what becomes of a connection, so that tests can break it exactly there.
 * Called by the thread of the session.
 */
@FunctionalInterface
public interface FaultPoints {
  /** Lets everything go on, at no cost. */
  FaultPoints NONE = (session, point) -> Interceptor.Action.CONTINUE;

  /**
   * Says what happens at a point.
   *
   * @param session whose connection it is at that moment
   * @param point the point, reached for the first or for another time
   */
  Interceptor.Action reached(Session session, Interceptor.Point point);
}
