// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.turn;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * The requests on one connection: which are in flight, and how long they took. Answers come in the
 * order of the requests. One thread asks and hears the answers; others may start and stop it.
 */
public final class Requests {
  private static final long MAX_LATENCY_MICROS = TimeUnit.MINUTES.toMicros(10);
  private static final VarHandle ANSWERED;

  static {
    try {
      ANSWERED = MethodHandles.lookup().findVarHandle(Requests.class, "answered", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final long[] sentNanos;
  private final Histogram latencies = new Histogram(MAX_LATENCY_MICROS, 3);
  private long sent;
  private long answered;
  private volatile CompletableFuture<Void> finished = CompletableFuture.completedFuture(null);
  private volatile boolean asking;

  /**
   * @param depth requests in flight at most
   */
  public Requests(int depth) {
    sentNanos = new long[depth];
  }

  /** Allows requests again. To be called when all are answered. */
  public void start() {
    latencies.reset();
    finished = new CompletableFuture<>();
    asking = true;
  }

  /** Allows no more requests; the future completes with the last answer. */
  public CompletableFuture<Void> stop() {
    asking = false;
    return finished;
  }

  /** Returns whether to send a request now, and if so takes it for sent. */
  public boolean mayAsk() {
    if (!asking) {
      if (answered == sent) {
        finished.complete(null);
      }
      return false;
    }
    if (sent - answered == sentNanos.length) {
      return false;
    }
    sentNanos[slot(sent++)] = System.nanoTime();
    return true;
  }

  /** The answer to the oldest request came; whether to send more has to be asked then. */
  public void answered() {
    latencies.recordValue((System.nanoTime() - sentNanos[slot(answered)]) / 1000);
    ANSWERED.setOpaque(this, answered + 1);
  }

  /** No more answers will come. */
  public void failed(Throwable cause) {
    finished.completeExceptionally(cause);
  }

  /** Returns how many requests were answered so far. */
  public long answers() {
    return (long) ANSWERED.getOpaque(this);
  }

  /** Returns how long they took since the start; to be called when all are answered. */
  public Histogram latencies() {
    return latencies;
  }

  private int slot(long number) {
    return (int) (number % sentNanos.length);
  }
}
