// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.sim;

/**
 * One thing that happens in a {@link Plan}.
 *
 * @param atMicros when, from the start
 * @param operation what
 */
record Step(int atMicros, Operation operation) {
  @Override
  public String toString() {
    return String.format("%10.3f ms  %s", atMicros / 1000.0, operation);
  }
}
