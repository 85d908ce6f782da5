// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.simulate;

import io.msgr2.cli.options.Range;
import io.msgr2.cli.output.ExitCode;
import io.msgr2.cli.output.Format;
import io.msgr2.cli.output.Result;
import io.msgr2.testkit.sim.Simulator;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code msgr2 simulate}. */
@Command(
    name = "simulate",
    sortOptions = false,
    description = {
      "Runs messengers through cuts, partitions and restarts, in virtual time.",
      "Each seed makes up messengers with policies of all kinds, a bad network, and things to do,"
          + " and a judge checks what the applications hear: that nothing is lost, nothing comes"
          + " twice or out of order without a cause, everything arrives once the network is good"
          + " again, and nothing is left behind. The same seed is always the same run. At the first"
          + " failure the plan is cut down to what matters, and shown with what then happens."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all promises were kept", "1:one was not", "2:wrong usage"})
public final class SimulateCommand implements Callable<Integer> {
  private static final double NANOS_PER_SECOND = 1e9;

  @Spec private CommandSpec spec;

  @Option(names = "--seed", paramLabel = "N", description = "The first seed (default: any).")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--seeds",
      paramLabel = "COUNT",
      defaultValue = "1",
      description = "How many seeds to run, from the first one upwards (default: 1).")
  private long count;

  @Option(names = "--log", description = "Show each plan, and what happens, on stderr.")
  private boolean log;

  @Option(
      names = "--format",
      paramLabel = "plain|json",
      defaultValue = "plain",
      description = "How to print the result (default: ${DEFAULT-VALUE}).")
  private Format format;

  @Override
  public Integer call() {
    Range.of(spec).check("--seeds", count, 1, Long.MAX_VALUE);
    long first = seed.orElseGet(() -> new SecureRandom().nextInt(Integer.MAX_VALUE) + 0L);
    PrintWriter err = spec.commandLine().getErr();
    long began = System.nanoTime();
    Optional<String> problem = Optional.empty();
    long done = 0;
    while (done < count && problem.isEmpty()) {
      problem = run(first + done, err);
      done++;
    }
    Result result =
        new Result()
            .put("firstSeed", first)
            .put("seeds", done)
            .put("seconds", (System.nanoTime() - began) / NANOS_PER_SECOND);
    if (problem.isPresent()) {
      long failed = first + done - 1;
      err.println(Simulator.explain(failed));
      result.put("failedSeed", failed).put("problem", problem.get());
    }
    spec.commandLine().getOut().print(result.print(format));
    return problem.isPresent() ? ExitCode.FAILED : ExitCode.OK;
  }

  private Optional<String> run(long one, PrintWriter err) {
    if (!log) {
      return Simulator.run(one);
    }
    err.println("seed " + one);
    err.println(Simulator.describe(one));
    return Simulator.run(one, err::println);
  }
}
