// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a command that ran to its end left behind. */
public record CommandResult(List<String> command, int exitCode, String stdout, String stderr) {

  /** Runs a command with this process's environment; see {@link #run(Duration, List, Map)}. */
  public static CommandResult run(Duration limit, List<String> command) {
    return run(limit, command, Map.of());
  }

  /**
   * Runs a command to its end.
   *
   * @param limit how long it may take
   * @param environment variables to set; one with an empty value is taken away
   * @throws IllegalStateException when it takes longer; it is killed then
   */
  public static CommandResult run(
      Duration limit, List<String> command, Map<String, String> environment) {
    try {
      // Files, since what a command leaves in the background may keep a pipe open.
      Path stdout = Files.createTempFile("msgr2-command", ".out");
      Path stderr = Files.createTempFile("msgr2-command", ".err");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(stdout.toFile())
                .redirectError(stderr.toFile());
        environment.forEach(
            (name, value) -> {
              if (value.isEmpty()) {
                builder.environment().remove(name);
              } else {
                builder.environment().put(name, value);
              }
            });
        Process process = builder.start();
        boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended) {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly().waitFor();
        }
        CommandResult result =
            new CommandResult(
                List.copyOf(command),
                process.exitValue(),
                Files.readString(stdout),
                Files.readString(stderr));
        if (!ended) {
          throw new IllegalStateException("took longer than " + limit + ": " + result);
        }
        return result;
      } finally {
        Files.delete(stdout);
        Files.delete(stderr);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + command, e);
    }
  }

  /** Returns this result of a command that must not fail. */
  public CommandResult orThrow() {
    if (exitCode != 0) {
      throw new IllegalStateException(toString());
    }
    return this;
  }

  @Override
  public String toString() {
    return String.join(" ", command)
        + "\nexit code "
        + exitCode
        + "\nstdout: "
        + stdout
        + "\nstderr: "
        + stderr;
  }
}
