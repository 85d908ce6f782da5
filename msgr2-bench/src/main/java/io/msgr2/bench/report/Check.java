// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.report;

import java.util.Locale;

/**
 * What a cell has to reach.
 *
 * @param against the contender by whose figure its own is divided, or "" for the figure itself
 * @param atLeast whether the bound is a lower one
 */
public record Check(String against, boolean atLeast, double bound) {
  /** The figure divided by that of another has to be at least so much. */
  public static Check ratio(String against, double bound) {
    return new Check(against, true, bound);
  }

  /** The figure itself has to be at least so much. */
  public static Check atLeast(double bound) {
    return new Check("", true, bound);
  }

  /** The figure itself has to be at most so much. */
  public static Check atMost(double bound) {
    return new Check("", false, bound);
  }

  boolean isMet(double value) {
    return atLeast ? value >= bound : value <= bound;
  }

  /** Returns the words for it, e.g. "≥ 0.92 × raw". */
  String title() {
    String limit = (atLeast ? "≥ " : "≤ ") + number(bound);
    return against.isEmpty() ? limit : limit + " × " + against;
  }

  static String number(double value) {
    return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : "%.2f", value);
  }
}
