// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.session.SessionEvent;

/** Brings the events of one connection to the user's handler, in order. */
interface EventDelivery {
  /**
   * Delivers an event now or later; called on the event loop.
   *
   * @param event owned by the delivery from now on
   */
  void deliver(SessionEvent event);
}
