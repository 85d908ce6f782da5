// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.sim;

import io.msgr2.session.FaultPoints;

/** What messengers of a plan have in common. */
interface Scene {
  /** A messenger has started, at a place of its own in the network. */
  void arrived(Participant participant);

  /** Returns what goes wrong in a messenger by itself. */
  FaultPoints mishaps(Participant participant);

  /** Returns whether the application answers a message. */
  boolean isAnswered(long number);

  /** Returns the number of the answer to a message. */
  long answerTo(long number);
}
