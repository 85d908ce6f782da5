// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Leaves steps out of a plan that fails, as long as it still fails. */
final class Shrinker {
  private final Predicate<Plan> fails;
  private int attemptsLeft;

  /**
   * Creates a shrinker.
   *
   * @param fails runs a plan
   * @param maxAttempts how often that may be done
   */
  Shrinker(Predicate<Plan> fails, int maxAttempts) {
    this.fails = fails;
    this.attemptsLeft = maxAttempts;
  }

  /** Returns a plan, at most as long as the given one, that fails too. */
  Plan shrink(Plan plan) {
    Plan smallest = plan;
    int chunk = Math.max(1, plan.steps().size() / 2);
    while (attemptsLeft > 0) {
      Plan smaller = withoutChunks(smallest, chunk);
      boolean progressed = smaller.steps().size() < smallest.steps().size();
      smallest = smaller;
      if (chunk == 1 && !progressed) {
        break;
      }
      chunk = Math.max(1, chunk / 2);
    }
    Plan withoutIdle = smallest.withoutIdle();
    return fails(withoutIdle) ? withoutIdle : smallest;
  }

  private Plan withoutChunks(Plan plan, int chunk) {
    Plan smallest = plan;
    int at = 0;
    while (at < smallest.steps().size() && attemptsLeft > 0) {
      List<Step> fewer = new ArrayList<>(smallest.steps());
      fewer.subList(at, Math.min(at + chunk, fewer.size())).clear();
      Plan candidate = smallest.withSteps(fewer);
      if (fails(candidate)) {
        smallest = candidate;
      } else {
        at += chunk;
      }
    }
    return smallest;
  }

  private boolean fails(Plan plan) {
    attemptsLeft--;
    return fails.test(plan);
  }
}
