// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.ceph;

import java.util.Locale;

/** The forms that daemons can give to the output of a command. */
public enum OutputFormat {
  PLAIN,
  JSON,
  JSON_PRETTY,
  XML,
  XML_PRETTY,
  YAML;

  /** Returns the name that daemons know. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
