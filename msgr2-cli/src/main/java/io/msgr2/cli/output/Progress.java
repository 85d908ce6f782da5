// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.output;

import java.io.PrintWriter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A line on a terminal that says how far a command is; where there is no terminal, nothing. */
public final class Progress implements AutoCloseable {
  private static final long INTERVAL_MS = 200;

  // Erases to the end of the line, from its beginning.
  private static final String REWRITE = "\r\033[K";

  private final PrintWriter out;
  private final ScheduledExecutorService timer;

  private Progress(PrintWriter out, ScheduledExecutorService timer) {
    this.out = out;
    this.timer = timer;
  }

  /**
   * Starts to show what the supplier says.
   *
   * @param err stands for stderr, which the launcher says is a terminal or not
   */
  public static Progress on(PrintWriter err, Supplier<String> line) {
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(Progress::daemon);
    if (Boolean.getBoolean("msgr2.terminal")) {
      timer.scheduleAtFixedRate(
          () -> {
            err.print(REWRITE + line.get());
            err.flush();
          },
          INTERVAL_MS,
          INTERVAL_MS,
          TimeUnit.MILLISECONDS);
    }
    return new Progress(err, timer);
  }

  /** Takes the line away. */
  @Override
  public void close() {
    if (!timer.isShutdown()) {
      timer.shutdownNow();
      if (Boolean.getBoolean("msgr2.terminal")) {
        out.print(REWRITE);
        out.flush();
      }
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "progress");
    thread.setDaemon(true);
    return thread;
  }
}
