// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

import io.msgr2.address.EntityAddressVector;

/**
 * A monitor that may be dialled.
 *
 * @param name how errors call it, such as {@code mon.a}; before the monitor map is known it is the
 *     place that the configuration names
 * @param addresses where it is; the first one of msgr2 is dialled
 * @param priority monitors with a smaller one are tried first
 * @param weight how often it comes first among those of its priority; 0 for all is evenly
 */
record Candidate(String name, EntityAddressVector addresses, int priority, int weight) {
  @Override
  public String toString() {
    String at = addresses.msgr2().toString();
    return name.startsWith("v2:") && at.startsWith(name) ? at : name + " " + at;
  }
}
