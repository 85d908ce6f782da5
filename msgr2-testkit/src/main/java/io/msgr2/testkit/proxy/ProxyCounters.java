// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.proxy;

import java.util.Map;

/**
 * What a proxy did so far.
 *
 * @param accepted connections of clients
 * @param unreachable those of them that were reset because the target could not be dialled
 * @param bytesToTarget bytes forwarded to the target
 * @param bytesToClient bytes forwarded to clients
 * @param faults how often each fault was done to a connection
 */
public record ProxyCounters(
    long accepted,
    long unreachable,
    long bytesToTarget,
    long bytesToClient,
    Map<Fault, Long> faults) {

  public ProxyCounters {
    faults = Map.copyOf(faults);
  }

  /** Returns how often a fault was done to a connection. */
  public long of(Fault fault) {
    return faults.getOrDefault(fault, 0L);
  }

  /** Returns how often a connection was cut, by a reset or an end of the stream. */
  public long cuts() {
    return of(Fault.RESET) + of(Fault.FINISH);
  }
}
