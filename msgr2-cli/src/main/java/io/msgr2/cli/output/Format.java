// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.output;

import java.util.Locale;

/** How a result is printed. */
public enum Format {
  /** For people. */
  PLAIN,
  /** For programs. */
  JSON;

  /** Returns the name that the command line uses. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
