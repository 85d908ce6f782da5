// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What one contender did in one place.
 *
 * @param column its name
 * @param title its name for people
 * @param rounds all that was measured, one after another
 * @param ratios the median divided by those of the columns which all are compared with, in the
 *     order of their weight
 */
public record Cell(
    String column,
    String title,
    Figure figure,
    List<JsonNode> rounds,
    Map<String, Double> ratios,
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

  /** Returns the first of the ratios, if there are any. */
  Optional<Double> ratio() {
    return ratios.values().stream().findFirst();
  }

  /** Returns the words for the ratios; only where there are several, it takes names. */
  Optional<String> ratioWords() {
    return ratios.size() < 2
        ? ratio().map(Check::number)
        : Optional.of(
            ratios.entrySet().stream()
                .map(each -> Check.number(each.getValue()) + " × " + each.getKey())
                .collect(Collectors.joining(", ")));
  }

  private double[] sorted() {
    return rounds.stream().mapToDouble(figure::of).sorted().toArray();
  }
}
