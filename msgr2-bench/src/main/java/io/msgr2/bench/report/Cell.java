// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What one contender did in one place.
 *
 * @param column its name
 * @param title its name for people
 * @param rounds all that was measured, one after another
 * @param ratio the median divided by that of the contender which all are compared with
 */
public record Cell(
    String column,
    String title,
    Figure figure,
    List<JsonNode> rounds,
    OptionalDouble ratio,
    List<Verdict> verdicts) {

  /**
   * Whether a check is met.
   *
   * @param value the quotient, or the figure itself
   */
  public record Verdict(Check check, double value) {
    /** Returns whether it is. */
    public boolean isMet() {
      return check.isMet(value);
    }
  }

  /** Returns the figure in the middle; of an even number, the lower of the two. */
  public double median() {
    return sorted()[(rounds.size() - 1) / 2];
  }

  /** Returns the smallest figure. */
  public double least() {
    return sorted()[0];
  }

  /** Returns the largest figure. */
  public double most() {
    return sorted()[rounds.size() - 1];
  }

  /** Returns whether a check is not met. */
  public boolean isMissed() {
    return verdicts.stream().anyMatch(verdict -> !verdict.isMet());
  }

  private double[] sorted() {
    return rounds.stream().mapToDouble(figure::of).sorted().toArray();
  }
}
