// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.sim;

import io.msgr2.session.Policy;

/**
 * Two messengers of a {@link Plan} that may talk to each other.
 *
 * @param a index of the one
 * @param b index of the other
 * @param atA how the one treats sessions with the other
 * @param atB how the other treats sessions with the one
 */
record Link(int a, int b, Policy atA, Policy atB) {
  boolean joins(int one, int other) {
    return a == one && b == other || a == other && b == one;
  }

  /** Returns the policy of one of the two. */
  Policy at(int index) {
    return index == a ? atA : atB;
  }

  @Override
  public String toString() {
    return describe(atA) + " - " + describe(atB);
  }

  private static String describe(Policy policy) {
    return policy.giveUpMs() == Policy.NEVER
        ? policy.name()
        : policy.name() + " giving up after " + policy.giveUpMs() + " ms";
  }
}
