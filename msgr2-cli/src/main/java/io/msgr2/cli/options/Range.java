// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.options;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Refuses numbers that make no sense. */
public final class Range {
  private final CommandSpec spec;

  private Range(CommandSpec spec) {
    this.spec = spec;
  }

  /** Starts to look at the options of a command. */
  public static Range of(CommandSpec spec) {
    return new Range(spec);
  }

  /**
   * Looks at one option.
   *
   * @throws ParameterException when the value is less than the least, or more than the most
   */
  public Range check(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw refusal(option, value, least, most);
    }
    return this;
  }

  /**
   * Looks at one option.
   *
   * @throws ParameterException when the value is less than the least, more than the most, or none
   */
  public Range check(String option, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw refusal(option, value, least, most);
    }
    return this;
  }

  private ParameterException refusal(String option, Number value, Number least, Number most) {
    return new ParameterException(
        spec.commandLine(),
        "Invalid value for option '"
            + option
            + "': "
            + value
            + " is not from "
            + least
            + " to "
            + most);
  }
}
