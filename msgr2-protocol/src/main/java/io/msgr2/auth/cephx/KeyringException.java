// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

/** A text is no keyring. The message says what is wrong in which line, and repeats no key. */
public final class KeyringException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int line;

  KeyringException(int line, String message) {
    super("line " + line + ": " + message);
    this.line = line;
  }

  /** Returns the number of the line, from 1. */
  public int line() {
    return line;
  }
}
