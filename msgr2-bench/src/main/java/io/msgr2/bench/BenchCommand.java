// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
      "Measures msgr2 in crc and secure mode beside the same bytes over bare Netty.",
      "Both ends run in JVMs of their own on this machine. The contenders of a cell take turns, so"
          + " that a machine that changes its speed changes it for all; quote the ratios."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all cells were measured", "1:one could not be", "2:wrong usage"})
public final class BenchCommand implements Callable<Integer> {
  private static final int MAX_SIZE_BYTES = 1 << 27;
  private static final int MAX_DEPTH = 65_536;
  private static final int MAX_CONNECTIONS = 1024;
  private static final int MAX_SECONDS = 3600;
  private static final int MAX_ROUNDS = 1000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--sizes",
      paramLabel = "BYTES",
      split = ",",
      defaultValue = "64,4096,1048576,4194304",
      description = "Data in each request; answers have none (default: ${DEFAULT-VALUE}).")
  private List<Integer> sizes;

  @Option(
      names = "--depths",
      paramLabel = "D",
      split = ",",
      defaultValue = "1,64",
      description = "Requests in flight on each connection (default: ${DEFAULT-VALUE}).")
  private List<Integer> depths;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many connections (default: ${DEFAULT-VALUE}).")
  private int connections;

  @Option(
      names = "--warmup",
      paramLabel = "S",
      defaultValue = "2",
      description = "Seconds before each measurement (default: ${DEFAULT-VALUE}).")
  private double warmupSeconds;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "2",
      description = "How long each measurement runs (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often each contender has its turn in a cell (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--format",
      paramLabel = "plain|json",
      defaultValue = "plain",
      description = "How to print the result (default: ${DEFAULT-VALUE}).")
  private Format format;

  private final ObjectMapper json = new ObjectMapper();

  /** How the result is printed. */
  private enum Format {
    PLAIN,
    JSON
  }

  @Override
  public Integer call() throws InterruptedException {
    checkOptions();
    PrintWriter out = spec.commandLine().getOut();
    BenchReport report =
        switch (format) {
          case PLAIN -> new TableReport(out);
          case JSON -> new JsonReport(out, json);
        };
    report.begin(rounds, seconds, connections);
    try {
      for (int size : sizes) {
        for (int depth : depths) {
          BenchCase cell = new BenchCase(size, depth, connections);
          report.cell(cell, measure(cell));
        }
      }
    } catch (IOException e) {
      spec.commandLine().getErr().println("msgr2 bench: " + e.getMessage());
      return 1;
    }
    report.end();
    return 0;
  }

  private void checkOptions() {
    sizes.forEach(size -> check("--sizes", size, 0, MAX_SIZE_BYTES));
    depths.forEach(depth -> check("--depths", depth, 1, MAX_DEPTH));
    check("--connections", connections, 1, MAX_CONNECTIONS);
    check("--warmup", warmupSeconds, 0, MAX_SECONDS);
    check("--seconds", seconds, 0.1, MAX_SECONDS);
    check("--rounds", rounds, 1, MAX_ROUNDS);
  }

  private void check(String option, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new ParameterException(
          spec.commandLine(),
          String.format("Invalid value for option '%s': expected %s to %s", option, least, most));
    }
  }

  private Map<Contender, JsonNode> measure(BenchCase cell)
      throws IOException, InterruptedException {
    Map<Contender, List<JsonNode>> runs = new EnumMap<>(Contender.class);
    for (int round = 0; round < rounds; round++) {
      for (Contender contender : Contender.values()) {
        spec.commandLine()
            .getErr()
            .printf("%s: %s, round %d of %d%n", cell.name(), contender.title(), round + 1, rounds);
        runs.computeIfAbsent(contender, c -> new ArrayList<>()).add(run(contender, cell));
      }
    }
    Map<Contender, JsonNode> medians = new EnumMap<>(Contender.class);
    runs.forEach((contender, results) -> medians.put(contender, cell.median(results)));
    return medians;
  }

  private JsonNode run(Contender contender, BenchCase cell)
      throws IOException, InterruptedException {
    String program = spec.root().userObject().getClass().getName();
    try (ChildCommand server = new ChildCommand(program, contender.server(cell));
        ChildCommand client =
            new ChildCommand(
                program, contender.client(cell, server.listening(), warmupSeconds, seconds))) {
      return json.readTree(client.output());
    }
  }
}
