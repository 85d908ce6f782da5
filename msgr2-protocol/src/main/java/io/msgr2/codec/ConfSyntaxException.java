// SPDX-License-Identifier: Apache-2.0
package io.msgr2.codec;

/** A text is not in the form of Ceph's configuration files and keyrings. */
public final class ConfSyntaxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  ConfSyntaxException(int line, int column, String expected) {
    super("expected " + expected);
    this.line = line;
    this.column = column;
  }

  /** Returns the number of the line, from 1. */
  public int line() {
    return line;
  }

  /** Returns the number of the character in the line, from 1. */
  public int column() {
    return column;
  }
}
