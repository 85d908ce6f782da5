// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthMethod;
import io.msgr2.bench.BenchCommand;
import io.msgr2.bench.grpc.GrpcEchoCommand;
import io.msgr2.bench.grpc.GrpcLoadCommand;
import io.msgr2.bench.raw.RawEchoCommand;
import io.msgr2.bench.raw.RawLoadCommand;
import io.msgr2.cli.ceph.CephCommand;
import io.msgr2.cli.ceph.OutputFormat;
import io.msgr2.cli.decode.DecodeCommand;
import io.msgr2.cli.link.DemoCommand;
import io.msgr2.cli.link.DialCommand;
import io.msgr2.cli.link.EchoCommand;
import io.msgr2.cli.link.IdleCommand;
import io.msgr2.cli.link.LoadCommand;
import io.msgr2.cli.link.MonCommand;
import io.msgr2.cli.link.ReplyContent;
import io.msgr2.cli.output.Console;
import io.msgr2.cli.output.ExitCode;
import io.msgr2.cli.output.Format;
import io.msgr2.cli.probe.ProbeCommand;
import io.msgr2.cli.simulate.SimulateCommand;
import io.msgr2.compression.CompressionMethod;
import io.msgr2.frame.ConnectionMode;
import java.util.Arrays;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The {@code msgr2} command. */
@Command(
    name = "msgr2",
    description = "Ceph's messenger protocol v2.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all went well",
      "1:the command ran, and found something wrong",
      "2:wrong usage",
      "else:the error number that a peer, or the network, gave"
    },
    subcommands = {
      DemoCommand.class,
      CephCommand.class,
      ProbeCommand.class,
      EchoCommand.class,
      LoadCommand.class,
      MonCommand.class,
      DecodeCommand.class,
      SimulateCommand.class,
      BenchCommand.class,
      RawEchoCommand.class,
      RawLoadCommand.class,
      GrpcEchoCommand.class,
      GrpcLoadCommand.class,
      DialCommand.class,
      IdleCommand.class,
      CommandLine.HelpCommand.class
    },
    versionProvider = Version.class)
public final class Msgr2 implements Runnable {
  private static final int HELP_WIDTH = 100;

  @Spec private CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print a stack trace with each error.")
  private boolean debug = Boolean.getBoolean("msgr2.debug");

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
    System.exit(execute(Console.ofProcess(), args));
  }

  /** Runs the command and returns its exit code. */
  static int execute(Console console, String... args) {
    CommandLine command = commandLine(console);
    int exitCode = command.execute(args);
    if (command.getOut().checkError()) {
      command.getErr().println("msgr2: cannot write to stdout");
      return ExitCode.FAILED;
    }
    return exitCode;
  }

  private static CommandLine commandLine(Console console) {
    Msgr2 root = new Msgr2();
    Failures failures = new Failures(root);
    CommandLine line = new CommandLine(root, new Commands(console));
    // Only the cluster knows which options its commands have.
    line.getSubcommands().get("ceph").setUnmatchedOptionsArePositionalParams(true);
    return line.registerConverter(EntityAddress.class, converter(EntityAddress::parse))
        .registerConverter(EntityName.class, converter(EntityName::parse))
        .registerConverter(EntityType.class, converter(EntityType::parse))
        .registerConverter(CompressionMethod.class, converter(CompressionMethod::parse))
        .registerConverter(Format.class, converter(Format.values()))
        .registerConverter(OutputFormat.class, converter(OutputFormat.values()))
        .registerConverter(ReplyContent.class, converter(ReplyContent.values()))
        .registerConverter(AuthMethod.class, converter(AuthMethod.values()))
        .registerConverter(ConnectionMode.class, converter(ConnectionMode.values()))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExpandAtFiles(false)
        .setUsageHelpWidth(HELP_WIDTH)
        .setOut(Console.text(console.out()))
        .setErr(Console.text(console.err()))
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures);
  }

  /** Returns whether errors are to come with all their details. */
  boolean isDebugging() {
    return debug;
  }

  /** Makes the commands; some need more than picocli gives them. */
  private record Commands(Console console) implements IFactory {
    @Override
    public <T> T create(Class<T> type) throws Exception {
      if (type == EchoCommand.class) {
        return type.cast(new EchoCommand(console));
      }
      if (type == DialCommand.class) {
        return type.cast(new DialCommand(console));
      }
      if (type == LoadCommand.class) {
        return type.cast(new LoadCommand(console));
      }
      return type == CephCommand.class
          ? type.cast(new CephCommand(console))
          : CommandLine.defaultFactory().create(type);
    }
  }

  /** Takes the values by what they print. */
  private static <T extends Enum<T>> ITypeConverter<T> converter(T[] values) {
    return text ->
        Arrays.stream(values)
            .filter(value -> value.toString().equals(text))
            .findFirst()
            .orElseThrow(
                () ->
                    new TypeConversionException(
                        "'" + text + "' is none of " + Arrays.toString(values)));
  }

  private static <T> ITypeConverter<T> converter(Function<String, T> parser) {
    return text -> {
      try {
        return parser.apply(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    };
  }
}
