// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli;

import io.msgr2.cli.output.CommandFailure;
import io.msgr2.cli.output.ExitCode;
import io.msgr2.messenger.ConnectionException;
import io.msgr2.messenger.TransportUnavailableException;
import io.msgr2.rados.conf.ConfException;
import io.msgr2.rados.mon.MonException;
import java.io.PrintWriter;
import java.util.List;
import java.util.OptionalInt;
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
    return knownExitCode(e).orElse(ExitCode.FAILED);
  }

  private String message(Exception e) {
    return knownExitCode(e).isPresent()
        ? e.getMessage()
        : "internal error: " + e + (root.isDebugging() ? "" : " (--debug shows where)");
  }

  /** Returns the exit code for a failure that is not this program's fault. */
  private static OptionalInt knownExitCode(Exception e) {
    if (e instanceof CommandFailure failure) {
      return OptionalInt.of(failure.exitCode());
    }
    if (e instanceof ConnectionException failure) {
      return OptionalInt.of(ExitCode.ofErrno(failure.errno()));
    }
    if (e instanceof TransportUnavailableException) {
      return OptionalInt.of(ExitCode.FAILED);
    }
    if (e instanceof MonException failure) {
      return OptionalInt.of(ExitCode.ofErrno(failure.errno()));
    }
    return e instanceof ConfException failure
        ? OptionalInt.of(ExitCode.ofErrno(failure.errno()))
        : OptionalInt.empty();
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
