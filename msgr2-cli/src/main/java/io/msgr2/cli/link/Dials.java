// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.link;

import io.msgr2.cli.output.Format;
import io.msgr2.cli.output.Result;
import io.msgr2.messenger.Connection;
import io.msgr2.session.ConnectionInfo;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** Keeps a number of dials under way, and closes each connection when its session is ready. */
final class Dials {
  private final Supplier<Connection> dial;
  private final int atATime;
  private final LongAdder made = new LongAdder();
  private final CompletableFuture<Void> failure = new CompletableFuture<>();
  private final CountDownLatch unfinished;
  private volatile boolean stopping;

  Dials(Supplier<Connection> dial, int atATime) {
    this.dial = dial;
    this.atATime = atATime;
    this.unfinished = new CountDownLatch(atATime);
  }

  /**
   * Dials for so long.
   *
   * @throws ExecutionException when a connection could not be made
   */
  String measure(double seconds) throws InterruptedException, ExecutionException {
    long start = System.nanoTime();
    for (int i = 0; i < atATime; i++) {
      next();
    }
    TimeUnit.NANOSECONDS.sleep((long) (seconds * 1e9));
    stopping = true;
    unfinished.await();
    if (failure.isDone()) {
      failure.get();
    }
    double ran = (System.nanoTime() - start) / 1e9;
    return new Result()
        .put("runSeconds", ran)
        .put("requests", made.sum())
        .put("requestsPerSecond", made.sum() / ran)
        .print(Format.JSON);
  }

  private void next() {
    Connection connection = dial.get();
    connection.ready().whenComplete((info, why) -> ended(connection, info, why));
  }

  private void ended(Connection connection, ConnectionInfo info, Throwable why) {
    connection.markDown();
    if (info == null) {
      failure.completeExceptionally(why);
      stopping = true;
    } else {
      made.increment();
    }
    if (stopping) {
      unfinished.countDown();
    } else {
      next();
    }
  }
}
