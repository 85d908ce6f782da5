// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.proxy;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What {@link ProxyCounters} are taken from. */
final class Tally {
  final LongAdder accepted = new LongAdder();
  final LongAdder unreachable = new LongAdder();
  final LongAdder bytesToTarget = new LongAdder();
  final LongAdder bytesToClient = new LongAdder();
  private final Map<Fault, LongAdder> faults = new EnumMap<>(Fault.class);

  Tally() {
    for (Fault fault : Fault.values()) {
      faults.put(fault, new LongAdder());
    }
  }

  void count(Fault fault) {
    faults.get(fault).increment();
  }

  ProxyCounters snapshot() {
    Map<Fault, Long> counts = new EnumMap<>(Fault.class);
    faults.forEach((fault, count) -> counts.put(fault, count.sum()));
    return new ProxyCounters(
        accepted.sum(), unreachable.sum(), bytesToTarget.sum(), bytesToClient.sum(), counts);
  }
}
