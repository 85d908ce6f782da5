// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.link;

import java.util.Locale;

/** What answers carry. */
public enum ReplyContent {
  /** No data. */
  EMPTY,
  /** The request's data. */
  SAME;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
