// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code msgr2 bench}. */
@Command(
    name = "bench",
    description = {
      "Measures msgr2 in crc and secure mode beside the same bytes over bare Netty.",
      "Both ends run in JVMs of their own on this machine. The contenders of a cell take turns,",
      "so that a machine that changes its speed changes it for all; quote the ratios."
    },
    footer = {"", "Exit codes: 0 all cells were measured; 1 one could not be; 2 wrong usage."})
public final class BenchCommand implements Callable<Integer> {
  private static final List<BenchCase> CASES =
      List.of(
          new BenchCase(64, 1, 1),
          new BenchCase(64, 64, 1),
          new BenchCase(4096, 1, 1),
          new BenchCase(4096, 64, 1),
          new BenchCase(1 << 20, 1, 1),
          new BenchCase(1 << 20, 64, 1),
          new BenchCase(4 << 20, 1, 1),
          new BenchCase(4 << 20, 64, 1));

  @Spec private CommandSpec spec;

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

  private final ObjectMapper json = new ObjectMapper();

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        "Java "
            + Runtime.version()
            + ", medians of "
            + rounds
            + " rounds of "
            + seconds
            + " s, 1 connection");
    out.println();
    out.println("| request, answer empty | raw Netty | msgr2 crc | ratio | msgr2 secure | ratio |");
    out.println("|---|---|---|---|---|---|");
    for (BenchCase cell : CASES) {
      Map<Contender, Double> medians = measure(cell);
      double raw = medians.get(Contender.RAW);
      out.printf(
          "| %s | %s | %s | %.2f | %s | %.2f |%n",
          cell.name(),
          figure(cell, raw),
          figure(cell, medians.get(Contender.CRC)),
          medians.get(Contender.CRC) / raw,
          figure(cell, medians.get(Contender.SECURE)),
          medians.get(Contender.SECURE) / raw);
      out.flush();
    }
    return 0;
  }

  private Map<Contender, Double> measure(BenchCase cell) throws Exception {
    Map<Contender, List<Double>> runs = new EnumMap<>(Contender.class);
    for (int round = 0; round < rounds; round++) {
      for (Contender contender : Contender.values()) {
        spec.commandLine()
            .getErr()
            .printf("%s: %s, round %d%n", cell.name(), contender.title(), round + 1);
        runs.computeIfAbsent(contender, c -> new ArrayList<>()).add(run(contender, cell));
      }
    }
    Map<Contender, Double> medians = new EnumMap<>(Contender.class);
    runs.forEach(
        (contender, values) ->
            medians.put(
                contender, values.stream().sorted().skip(values.size() / 2).findFirst().get()));
    return medians;
  }

  private double run(Contender contender, BenchCase cell) throws Exception {
    String program = spec.root().userObject().getClass().getName();
    try (ChildCommand server = new ChildCommand(program, contender.server(cell));
        ChildCommand client =
            new ChildCommand(program, contender.client(cell, server.listening(), seconds))) {
      JsonNode result = json.readTree(client.output());
      return result.get(cell.isBulk() ? "megabytesPerSecond" : "requestsPerSecond").asDouble();
    }
  }

  private static String figure(BenchCase cell, double value) {
    return String.format("%,.0f %s", value, cell.isBulk() ? "MB/s" : "/s");
  }
}
