// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.output;

import java.io.PrintWriter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A line on a terminal that says how far a command is; where there is no terminal, nothing. */
public final class Progress {
  private static final long INTERVAL_MS = 200;

  // Back to the beginning of the line, and erase to its end.
  private static final String REWRITE = "\r\033[K";

  private Progress() {}

  /** Work that takes a while and can be interrupted. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does the work. */
    T run() throws InterruptedException;
  }

  /**
   * Does the work and shows meanwhile what the supplier says.
   *
   * @param err stands for stderr, which the launcher says is a terminal or not
   * @param line says how far the work is; called by another thread
   */
  public static <T> T during(PrintWriter err, Supplier<String> line, Work<T> work)
      throws InterruptedException {
    if (!Boolean.getBoolean("msgr2.terminal")) {
      return work.run();
    }
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    timer.scheduleAtFixedRate(
        () -> rewrite(err, line.get()), INTERVAL_MS, INTERVAL_MS, TimeUnit.MILLISECONDS);
    try {
      return work.run();
    } finally {
      timer.shutdownNow();
      timer.awaitTermination(INTERVAL_MS, TimeUnit.MILLISECONDS);
      rewrite(err, "");
    }
  }

  private static void rewrite(PrintWriter err, String text) {
    err.print(REWRITE + text);
    err.flush();
  }
}
