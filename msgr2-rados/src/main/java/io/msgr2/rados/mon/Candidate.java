// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

import io.msgr2.address.EntityAddress;
import io.msgr2.rados.conf.MonHost;
import io.msgr2.rados.message.MonMap;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * A monitor that may be dialled.
 *
 * @param name how errors call it, such as {@code mon.a}; before the monitor map is known it is the
 *     place that the configuration names
 * @param address where it speaks msgr2
 * @param priority monitors with a smaller one are tried first
 * @param weight how often it comes first among those of its priority; 0 for all is evenly
 */
record Candidate(String name, EntityAddress address, int priority, int weight) {

  /** Returns the monitors of a map that speak msgr2. */
  static List<Candidate> of(MonMap map) {
    return map.monitors().entrySet().stream()
        .filter(entry -> !entry.getValue().addresses().msgr2().isBlank())
        .map(
            entry ->
                new Candidate(
                    "mon." + entry.getKey(),
                    entry.getValue().addresses().msgr2(),
                    entry.getValue().priority(),
                    entry.getValue().weight()))
        .toList();
  }

  /**
   * Returns the monitors at all addresses that the given places have at this moment. May ask a name
   * service, and so must not run on an event loop.
   *
   * @throws MonException when none of the places has an address
   */
  static List<Candidate> resolve(List<MonHost> places) {
    List<Candidate> candidates = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (MonHost place : places) {
      try {
        place
            .resolve()
            .forEach(address -> candidates.add(new Candidate(place.toString(), address, 0, 0)));
      } catch (UnknownHostException e) {
        unknown.add(place.host());
      }
    }
    if (candidates.isEmpty()) {
      throw MonException.of(
          MonException.ENOENT, "no monitor has an address; unknown hosts: " + unknown);
    }
    return candidates;
  }

  @Override
  public String toString() {
    return address.toString().startsWith(name) ? address.toString() : name + " " + address;
  }
}
