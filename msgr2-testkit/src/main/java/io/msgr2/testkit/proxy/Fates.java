// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.proxy;

/** Decides what happens to each connection that a {@link FaultProxy} accepts. */
@FunctionalInterface
public interface Fates {
  /**
   * Returns what happens to a connection; called on the proxy's thread.
   *
   * @param connection how many were accepted before
   */
  Fate fate(int connection);

  /** Lets everything through. */
  static Fates none() {
    return always(Fate.calm());
  }

  /** Returns those in which all connections have the same fate. */
  static Fates always(Fate fate) {
    return connection -> fate;
  }
}
