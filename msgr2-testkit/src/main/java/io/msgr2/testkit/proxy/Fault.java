// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.proxy;

/** What can happen to a connection through a {@link FaultProxy}. */
public enum Fault {
  /** Both ends get a TCP reset. What the proxy holds is lost. */
  RESET,
  /**
   * Both ends get an orderly end of the stream, though neither asked for it. What the proxy holds
   * is lost, and so is what they send from then on.
   */
  FINISH,
  /** Nothing reaches the target any more, not even the end of the stream; all stays open. */
  STALL_TO_TARGET,
  /** Nothing reaches the client any more, not even the end of the stream; all stays open. */
  STALL_TO_CLIENT,
  /** Nothing reaches either end any more; all stays open. */
  BLACK_HOLE
}
