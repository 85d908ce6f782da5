// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop.cluster;

/** What a command that ran to its end left behind. */
public record CommandResult(Command command, int exitCode, String stdout, String stderr) {

  /** Returns this result of a command that must not fail. */
  public CommandResult orThrow() {
    if (exitCode != 0) {
      throw new IllegalStateException(toString());
    }
    return this;
  }

  @Override
  public String toString() {
    return command + "\nexit code " + exitCode + "\nstdout: " + stdout + "\nstderr: " + stderr;
  }
}
