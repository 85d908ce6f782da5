// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli;

import io.msgr2.cli.output.CommandFailure;
import io.msgr2.cli.output.ExitCode;
import io.msgr2.messenger.ConnectionException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says on stderr, in one line, why a command failed, and turns that into an exit code. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final Msgr2 root;

  Failures(Msgr2 root) {
    this.root = root;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    String message =
        e instanceof UnmatchedArgumentException unmatched ? unmatched(unmatched) : e.getMessage();
    String line = message.replaceFirst("^Error: ", "").replaceAll("\\s*\\R\\s*", " ");
    CommandLine command = e.getCommandLine();
    command.getErr().println(name(command) + ": " + line);
    command.getErr().println("see '" + name(command) + " --help'");
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    err.println(name(command) + ": " + message(e));
    if (root.isDebugging()) {
      e.printStackTrace(err);
    }
    return exitCode(e);
  }

  private String message(Exception e) {
    return e instanceof CommandFailure || e instanceof ConnectionException
        ? e.getMessage()
        : "internal error: " + e + (root.isDebugging() ? "" : " (--debug shows where)");
  }

  private static int exitCode(Exception e) {
    if (e instanceof CommandFailure failure) {
      return failure.exitCode();
    }
    return e instanceof ConnectionException failure
        ? ExitCode.ofErrno(failure.errno())
        : ExitCode.FAILED;
  }

  private static String unmatched(UnmatchedArgumentException e) {
    List<String> words = e.getUnmatched();
    String what =
        words.get(0).startsWith("-")
            ? "unknown option '"
            : e.getCommandLine().getParent() == null ? "no command '" : "unexpected argument '";
    List<String> suggestions = e.getSuggestions();
    return what
        + String.join("', '", words)
        + (suggestions.isEmpty() ? "'" : "'; did you mean " + String.join(" or ", suggestions));
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName();
  }
}
