// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.bench.BenchCommand;
import io.msgr2.bench.RawEchoCommand;
import io.msgr2.bench.RawLoadCommand;
import io.msgr2.cli.link.DemoCommand;
import io.msgr2.cli.link.EchoCommand;
import io.msgr2.cli.link.LoadCommand;
import io.msgr2.cli.output.CommandFailure;
import io.msgr2.cli.probe.ProbeCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code msgr2} command. */
@Command(
    name = "msgr2",
    description = "Ceph's messenger protocol v2.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    subcommands = {
      CommandLine.HelpCommand.class,
      DemoCommand.class,
      ProbeCommand.class,
      EchoCommand.class,
      LoadCommand.class,
      BenchCommand.class,
      RawEchoCommand.class,
      RawLoadCommand.class
    },
    versionProvider = Version.class)
public final class Msgr2 implements Runnable {

  @Spec private CommandSpec spec;

  /** Called by picocli when no subcommand is given. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command?");
  }

  /**
   * Runs the command and ends the process with its exit code.
   *
   * @param args the words of the command line
   */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** Returns the command, ready to run. */
  static CommandLine commandLine() {
    return new CommandLine(new Msgr2())
        .registerConverter(EntityAddress.class, EntityAddress::parse)
        .registerConverter(EntityName.class, EntityName::parse)
        .registerConverter(EntityType.class, EntityType::parse)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Msgr2::failed);
  }

  private static int failed(Exception e, CommandLine command, ParseResult parsed) throws Exception {
    if (e instanceof CommandFailure failure) {
      command.getErr().println("msgr2: " + failure.getMessage());
      return failure.exitCode();
    }
    throw e;
  }
}
