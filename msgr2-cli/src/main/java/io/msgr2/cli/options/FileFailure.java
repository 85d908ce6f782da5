// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.options;

import io.msgr2.cli.output.CommandFailure;
import io.msgr2.cli.output.ExitCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Says why a file that a command was given cannot be used. */
public final class FileFailure {
  private FileFailure() {}

  /**
   * @param what what the file is to the command, e.g. "keyring"
   */
  public static CommandFailure reading(String what, Path file, IOException e) {
    return failure("there is no ", "read", what + " " + file, e);
  }

  /**
   * @param what what the file is to the command, e.g. "output file"
   */
  public static CommandFailure writing(String what, Path file, IOException e) {
    return failure("there is no directory for ", "write", what + " " + file, e);
  }

  private static CommandFailure failure(String missing, String verb, String file, IOException e) {
    if (e instanceof NoSuchFileException) {
      return new CommandFailure(ExitCode.FAILED, missing + file);
    }
    if (e instanceof AccessDeniedException) {
      return new CommandFailure(ExitCode.FAILED, "no permission to " + verb + " " + file);
    }
    return new CommandFailure(ExitCode.FAILED, "cannot " + verb + " " + file + ": " + reason(e));
  }

  private static String reason(IOException e) {
    // Its message would repeat the name of the file.
    String reason = e instanceof FileSystemException named ? named.getReason() : e.getMessage();
    return reason != null ? reason : e.getClass().getSimpleName();
  }
}
