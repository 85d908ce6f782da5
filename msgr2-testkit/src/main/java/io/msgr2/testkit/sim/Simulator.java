// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.sim;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs messengers through whatever can happen to them: each seed is another plan, and always the
 * same one.
 */
public final class Simulator {
  private static final int SHRINK_ATTEMPTS = 400;
  private static final int MAX_LINE = 160;

  private Simulator() {}

  /**
   * Runs the plan of a seed.
   *
   * @return what went wrong, if anything did
   */
  public static Optional<String> run(long seed) {
    return run(Planner.plan(seed), Optional.empty());
  }

  /**
   * Runs the plan of a seed.
   *
   * @param log reads what happens, line by line
   * @return what went wrong, if anything did
   */
  public static Optional<String> run(long seed, Consumer<String> log) {
    return run(Planner.plan(seed), Optional.of(log));
  }

  /** Returns what the plan of a seed is, for somebody to read. */
  public static String describe(long seed) {
    return Planner.plan(seed).toString();
  }

  /**
   * Explains a failure: leaves out of the plan what does not matter, and says what then happens.
   *
   * @param seed one that fails
   */
  public static String explain(long seed) {
    Plan plan = Planner.plan(seed);
    Optional<String> kind = run(plan, Optional.empty()).map(Simulator::kind);
    Plan shrunk =
        new Shrinker(
                it -> run(it, Optional.empty()).map(Simulator::kind).equals(kind), SHRINK_ATTEMPTS)
            .shrink(plan);
    StringBuilder log = new StringBuilder();
    Optional<String> problem =
        run(shrunk, Optional.of(line -> log.append(cut(line)).append(System.lineSeparator())));
    return String.format(
        "seed %d, %d steps of %d:%n%s%n%n%s%n%s",
        seed,
        shrunk.steps().size(),
        plan.steps().size(),
        shrunk,
        log,
        problem.orElse("nothing went wrong this time"));
  }

  private static Optional<String> run(Plan plan, Optional<Consumer<String>> log) {
    try {
      Simulation.run(plan, log);
      return Optional.empty();
    } catch (BrokenPromise broken) {
      return Optional.of(broken.getMessage());
    } catch (RuntimeException | AssertionError | StackOverflowError crash) {
      return Optional.of(crash + " at " + where(crash));
    }
  }

  /** Returns what is the same in failures of the same kind. */
  private static String kind(String problem) {
    return problem.replaceAll("[a-z]+[.]\\d+(/\\d+)?|\\d+|\\[.*|: .*", "");
  }

  private static String cut(String line) {
    return line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE) + " ...";
  }

  private static String where(Throwable crash) {
    StackTraceElement[] trace = crash.getStackTrace();
    return trace.length == 0 ? "an unknown place" : trace[0].toString();
  }
}
