// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A command to run in a process of its own.
 *
 * @param words the program and its arguments
 * @param directory where it runs
 * @param limit how long it may take
 */
public record Command(List<String> words, Path directory, Duration limit) {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  public Command {
    words = List.copyOf(words);
  }

  /** Returns a command in this process's environment and directory. */
  public static Command of(String... words) {
    return new Command(List.of(words), Path.of("").toAbsolutePath(), LIMIT);
  }

  /** Returns this command with further arguments. */
  public Command and(String... arguments) {
    List<String> more = new ArrayList<>(words);
    more.addAll(List.of(arguments));
    return new Command(more, directory, limit);
  }

  /** Returns this command in another directory. */
  public Command in(Path place) {
    return new Command(words, place, limit);
  }

  /** Returns this command with another limit. */
  public Command within(Duration time) {
    return new Command(words, directory, time);
  }

  /**
   * Runs the command to its end.
   *
   * @throws IllegalStateException when it takes too long; it is killed then
   */
  public CommandResult run() {
    try {
      // Files, since what a command leaves in the background may keep a pipe open.
      Path stdout = Files.createTempFile("msgr2-command", ".out");
      Path stderr = Files.createTempFile("msgr2-command", ".err");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(stdout.toFile())
                .redirectError(stderr.toFile());
        Process process = builder.start();
        boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended) {
          Stream.concat(process.descendants(), Stream.of(process.toHandle()))
              .forEach(ProcessHandle::destroyForcibly);
          process.waitFor();
        }
        CommandResult result =
            new CommandResult(
                this, process.exitValue(), Files.readString(stdout), Files.readString(stderr));
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
      throw new IllegalStateException("interrupted while running " + this, e);
    }
  }

  @Override
  public String toString() {
    return String.join(" ", words);
  }
}
