// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.plan;

import java.io.PrintWriter;

/** Says on stderr how far it is. */
final class Progress {
  private final PrintWriter err;
  private final long totalSeconds;
  private final long startNanos = System.nanoTime();

  Progress(PrintWriter err, double totalSeconds) {
    this.err = err;
    this.totalSeconds = Math.round(totalSeconds);
  }

  void say(String what) {
    long seconds = (System.nanoTime() - startNanos) / 1_000_000_000;
    err.printf("%s of about %s  %s%n", clock(seconds), clock(totalSeconds), what);
    err.flush();
  }

  static String clock(long seconds) {
    return String.format("%d:%02d", seconds / 60, seconds % 60);
  }
}
