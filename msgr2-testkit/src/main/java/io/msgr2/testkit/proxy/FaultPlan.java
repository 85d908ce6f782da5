// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.proxy;

/** Decides what happens to each connection that a {@link FaultProxy} accepts. */
@FunctionalInterface
public interface FaultPlan {
  /**
   * Returns what happens to a connection; called on the proxy's thread.
   *
   * @param connection how many were accepted before
   */
  Fate fate(int connection);

  /** Lets everything through. */
  static FaultPlan none() {
    return always(Fate.calm());
  }

  /** Returns the plan in which all connections have the same fate. */
  static FaultPlan always(Fate fate) {
    return connection -> fate;
  }
}
