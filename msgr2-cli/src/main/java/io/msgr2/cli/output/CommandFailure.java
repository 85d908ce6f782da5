// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.output;

/** A command cannot do what it was asked for; the message is all that the user needs. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  /**
   * @param exitCode see {@link ExitCode}
   * @param message what was tried, what was expected and what came
   */
  public CommandFailure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** Returns the exit code. */
  public int exitCode() {
    return exitCode;
  }
}
