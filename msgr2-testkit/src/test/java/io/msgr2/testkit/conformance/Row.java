// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.conformance;

import io.msgr2.session.Policy;
import java.util.List;
import java.util.Map;

/**
 * A row of the table: what is done, and what must come of it.
 *
 * @param id of the scenario, with its letter
 * @param policies of both sides
 * @param plan what breaks; see {@link io.msgr2.testkit.fault.FaultPlan#parse}
 */
record Row(
    String id,
    Map<Side, Policy> policies,
    List<Order> orders,
    String plan,
    List<Chapter> chapters) {
  /**
   * Steps, and what holds after them.
   *
   * @param standings all connections of a side
   * @param arrivals of what is sent in these steps
   */
  record Chapter(
      List<Step> steps, Map<Side, List<Standing>> standings, Map<Side, Arrival> arrivals) {}

  @Override
  public String toString() {
    return id;
  }
}
