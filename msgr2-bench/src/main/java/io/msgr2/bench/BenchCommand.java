// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench;

import io.msgr2.bench.peers.Jdk;
import io.msgr2.bench.peers.Shape;
import io.msgr2.bench.plan.BenchRun;
import io.msgr2.bench.plan.Selection;
import io.msgr2.bench.plan.Settings;
import io.msgr2.bench.report.HtmlReport;
import io.msgr2.bench.report.JsonReport;
import io.msgr2.bench.report.MarkdownReport;
import io.msgr2.bench.report.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code msgr2 bench}. */
@Command(
    name = "bench",
    sortOptions = false,
    description = {
      "Measures msgr2 beside the same bytes over bare Netty and over gRPC-Java.",
      "Where iperf3 is installed, it says how fast the kernel is.",
      "Both ends run in JVMs of their own on this machine. Those that are compared take turns, so"
          + " that a machine that changes its speed changes it for all; quote the ratios."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all was measured",
      "1:something could not be, or the reports cannot be written",
      "2:wrong usage"
    })
public final class BenchCommand implements Callable<Integer> {
  private static final int MAX_SECONDS = 3600;
  private static final int MAX_ROUNDS = 1000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--sections",
      paramLabel = "NAME",
      split = ",",
      defaultValue = Selection.SECTIONS,
      description = "What to measure (default: ${DEFAULT-VALUE}).")
  private List<String> sections;

  @Option(
      names = "--only",
      paramLabel = "CASE",
      split = ",",
      defaultValue = Selection.CASES,
      description =
          "Rows of the matrix: bytes of data in a request, requests in flight on each connection,"
              + " and connections if more than one (default: ${DEFAULT-VALUE}).")
  private List<String> cases;

  @Option(
      names = "--contenders",
      paramLabel = "NAME",
      split = ",",
      defaultValue = Selection.CONTENDERS,
      description =
          "Columns of the matrix (default: ${DEFAULT-VALUE}); besides, there are "
              + Selection.MORE_CONTENDERS
              + ".")
  private List<String> contenders;

  @Option(
      names = "--jdks",
      paramLabel = "HOME",
      split = ",",
      description = "Which Javas to measure on, each by its directory (default: the one of bench).")
  private List<Path> jdks = List.of();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often each has its turn (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "1",
      description = "How long a turn is (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--warmup",
      paramLabel = "S",
      defaultValue = "3",
      description =
          "How long each runs before its first turn, at least; up to four times as long until it"
              + " has made 200,000 requests and becomes no faster (default: ${DEFAULT-VALUE}).")
  private double warmupSeconds;

  @Option(
      names = "--ceph-conf",
      paramLabel = "FILE",
      description = "Also run 'rados bench' against the cluster of this ceph.conf.")
  private Optional<Path> cephConf = Optional.empty();

  @Option(
      names = "--rados-pool",
      paramLabel = "NAME",
      defaultValue = "bench",
      description =
          "The pool for that, which has to be there (default: ${DEFAULT-VALUE}). What is written to"
              + " it is removed again.")
  private String radosPool;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Also write bench.json, bench.md and bench.html into this directory.")
  private Path directory;

  @Option(
      names = "--format",
      paramLabel = "plain|json",
      defaultValue = "plain",
      description = "What to print: Markdown or JSON (default: ${DEFAULT-VALUE}).")
  private Format format;

  /** How the result is printed. */
  private enum Format {
    PLAIN,
    JSON
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    BenchRun run = new BenchRun(selection(), settings(), err);
    String failing = "make the directory for the reports";
    try {
      if (directory != null) {
        makeDirectory();
      }
      failing = "keep the key for this run";
      Report report = run.run();
      out.print(format == Format.JSON ? JsonReport.of(report) : MarkdownReport.of(report));
      out.flush();
      failing = "write the reports";
      if (directory != null) {
        write(report);
      }
      return report.failures().isEmpty() ? 0 : 1;
    } catch (IOException e) {
      err.println("msgr2 bench: cannot " + failing + ": " + reason(e));
      return 1;
    }
  }

  private void makeDirectory() throws IOException {
    Files.createDirectories(directory);
    if (!Files.isWritable(directory)) {
      throw new AccessDeniedException(directory.toString());
    }
  }

  /** Says what messages of the file system leave out. */
  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "no permission to write " + e.getMessage();
    }
    return e instanceof FileAlreadyExistsException
        ? e.getMessage() + " is no directory"
        : e.getMessage();
  }

  private void write(Report report) throws IOException {
    Files.writeString(directory.resolve("bench.json"), JsonReport.of(report));
    Files.writeString(directory.resolve("bench.md"), MarkdownReport.of(report));
    Files.writeString(directory.resolve("bench.html"), HtmlReport.of(report));
  }

  private Settings settings() {
    check("--rounds", rounds, 1, MAX_ROUNDS);
    check("--seconds", seconds, 0.1, MAX_SECONDS);
    check("--warmup", warmupSeconds, 0, MAX_SECONDS);
    List<Jdk> javas = jdks.isEmpty() ? List.of(Jdk.own()) : each("--jdks", jdks, Jdk::in);
    return new Settings(javas, rounds, warmupSeconds, seconds);
  }

  private Selection selection() {
    return new Selection(
        known("--sections", sections, Selection.SECTIONS),
        each("--only", cases, Shape::parse),
        known("--contenders", contenders, Selection.ALL_CONTENDERS),
        cephConf,
        radosPool);
  }

  private Set<String> known(String option, List<String> names, String all) {
    List<String> known = List.of(all.split(",", -1));
    names.stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw invalid(option, "'" + name + "' is none of " + known);
            });
    return Set.copyOf(names);
  }

  private <T, R> List<R> each(String option, List<T> values, Function<T, R> reader) {
    try {
      return values.stream().map(reader).toList();
    } catch (IllegalArgumentException e) {
      throw invalid(option, e.getMessage());
    }
  }

  private void check(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw invalid(option, value + " is not from " + least + " to " + most);
    }
  }

  private void check(String option, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw invalid(option, value + " is not from " + least + " to " + most);
    }
  }

  private ParameterException invalid(String option, String why) {
    return new ParameterException(
        spec.commandLine(), "Invalid value for option '" + option + "': " + why);
  }
}
