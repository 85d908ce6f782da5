// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.ceph;

import io.msgr2.cli.options.Range;
import io.msgr2.cli.output.Console;
import io.msgr2.cli.output.Errno;
import io.msgr2.cli.output.ExitCode;
import io.msgr2.rados.conf.CephConfig;
import io.msgr2.rados.conf.CephOption;
import io.msgr2.rados.mon.CommandReply;
import io.msgr2.rados.mon.MonClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code msgr2 ceph}. */
@Command(
    name = "ceph",
    sortOptions = false,
    customSynopsis =
        "msgr2 ceph [OPTIONS] [tell osd.N] WORDS... [NAME=VALUE...] [--NAME VALUE...] [-- WORDS...]",
    description = {
      "Runs a command on a cluster's monitors, or on an OSD.",
      "Takes the words that Ceph's own tool takes, such as 'status' or 'osd pool create x', checks"
          + " them against the commands that the monitors know, and prints what they answer: the"
          + " output on stdout, what they have to say about it on stderr. Other options of Ceph's"
          + " can be given as well, e.g. --ms-mon-client-mode=crc; CEPH_ARGS is heeded."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the command was carried out",
      "1:the input file or the output file cannot be used, or the monitors do not permit the command"
          + " (EPERM)",
      "2:wrong usage, or no such file or directory (ENOENT)",
      "13:the monitors do not accept the entity or its key (EACCES)",
      "22:the words are no command that the monitors know (EINVAL)",
      "110:no answer in time (ETIMEDOUT)",
      "else:the error number that the monitors answered with"
    })
public final class CephCommand implements Callable<Integer> {
  private static final double MIN_SECONDS = 0.001;
  private static final int MAX_SECONDS = 7 * 24 * 60 * 60;
  private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(5);
  private static final long PATIENCE_SECONDS = 5;
  private static final String DESCRIPTIONS = "get_command_descriptions";

  private final Console console;

  @Spec private CommandSpec spec;

  @Mixin private CephOptions options;

  @Option(
      names = {"-s", "--status"},
      description = "The same as the word 'status'.")
  private boolean status;

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      description =
          "How the monitors are to format the output: plain, json, json-pretty, xml, xml-pretty or"
              + " yaml (default: what the command has for people).")
  private OutputFormat format;

  @Option(
      names = {"-i", "--in-file"},
      paramLabel = "FILE",
      description = "What the command takes as its input; '-' is stdin.")
  private String inFile;

  @Option(
      names = {"-o", "--out-file"},
      paramLabel = "FILE",
      description = "Where to write the output; '-' is stdout.")
  private String outFile;

  @Option(
      names = "--connect-timeout",
      paramLabel = "S",
      description =
          "How many seconds to look for a monitor (default: what --timeout says, else the option"
              + " client_mount_timeout, 300).")
  private Double connectTimeoutSeconds;

  @Option(
      names = "--timeout",
      paramLabel = "S",
      description =
          "How many seconds to wait for the answer (default: the option rados_mon_op_timeout, or"
              + " 300 where that is 0).")
  private Double timeoutSeconds;

  @Option(
      names = "--commands",
      description = "List the commands that begin with WORDS, instead of running one.")
  private boolean listCommands;

  @Parameters(
      paramLabel = "WORDS",
      description =
          "The command with its arguments, by position or by name. Those after -- are words"
              + " whatever they look like.")
  private List<String> words = new ArrayList<>();

  /**
   * @param console whose environment tells about the cluster
   */
  public CephCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Range range = Range.of(spec);
    if (connectTimeoutSeconds != null) {
      range.check("--connect-timeout", connectTimeoutSeconds, MIN_SECONDS, MAX_SECONDS);
    }
    if (timeoutSeconds != null) {
      range.check("--timeout", timeoutSeconds, MIN_SECONDS, MAX_SECONDS);
    }
    List<String> verbatim = takeVerbatim();
    CephConfig config = options.load(words, console.environment());
    if (status) {
      words.add(0, "status");
    }
    Target target = Target.of(words);
    Words sentence = Words.of(target.words(), verbatim);
    if (sentence.isEmpty() && !listCommands) {
      throw new ParameterException(spec.commandLine(), "Which command of the cluster?");
    }
    try (CommandFiles files = CommandFiles.open(console, inFile, outFile);
        MonClient client = connect(config)) {
      return run(client, target, sentence, answerTimeout(config), files);
    }
  }

  /** Takes the words after {@code --} away from the others. */
  private List<String> takeVerbatim() {
    List<String> all = spec.root().commandLine().getParseResult().originalArgs();
    int delimiter = all.indexOf(spec.commandLine().getEndOfOptionsDelimiter());
    int count = delimiter < 0 ? 0 : all.size() - delimiter - 1;
    List<String> tail = words.subList(words.size() - count, words.size());
    List<String> verbatim = List.copyOf(tail);
    tail.clear();
    return verbatim;
  }

  private MonClient connect(CephConfig config) throws InterruptedException {
    Duration timeout = connectTimeout(config);
    CompletableFuture<MonClient> connecting = MonClient.connect(config, timeout);
    try {
      connecting.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      spec.commandLine()
          .getErr()
          .println(
              "msgr2 ceph: no monitor has let "
                  + config.name()
                  + " in yet; trying for "
                  + timeout.toSeconds()
                  + " s");
    } catch (ExecutionException e) {
      // Said below.
    }
    return await(connecting);
  }

  private int run(
      MonClient client, Target target, Words words, Duration timeout, CommandFiles files)
      throws IOException {
    CommandReply descriptions =
        await(target.ask(client, Map.of("prefix", DESCRIPTIONS), new byte[0], timeout));
    if (descriptions.errno() != 0) {
      return print(descriptions, files);
    }
    CommandTable table = new CommandTable(CommandDescriptions.parse(descriptions.output()));
    if (listCommands) {
      table.usages(words).forEach(spec.commandLine().getOut()::println);
      return ExitCode.OK;
    }
    Map<String, Object> command = table.command(words);
    if (format != null) {
      command.put("format", format.toString());
    }
    return print(await(target.ask(client, command, files.input(), timeout)), files);
  }

  private int print(CommandReply reply, CommandFiles files) {
    files.write(reply.output());
    PrintWriter err = spec.commandLine().getErr();
    if (reply.errno() != 0) {
      err.println("Error " + Errno.name(reply.errno()) + ": " + reply.status());
    } else if (!reply.status().isEmpty()) {
      err.println(reply.status());
    }
    return ExitCode.ofErrno(reply.errno());
  }

  private Duration connectTimeout(CephConfig config) {
    if (connectTimeoutSeconds != null) {
      return seconds(connectTimeoutSeconds);
    }
    return timeoutSeconds != null
        ? seconds(timeoutSeconds)
        : config.duration(CephOption.CLIENT_MOUNT_TIMEOUT);
  }

  private Duration answerTimeout(CephConfig config) {
    if (timeoutSeconds != null) {
      return seconds(timeoutSeconds);
    }
    Duration configured = config.duration(CephOption.RADOS_MON_OP_TIMEOUT);
    return configured.isZero() ? DEFAULT_TIMEOUT : configured;
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis((long) (seconds * 1000));
  }

  private static <T> T await(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }
}
