// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.session.Message;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Messages that threads hand to another one, which rests when there are none. Each thread hands
 * over some, and waits until they were taken. In the package of what is measured, since nobody else
 * may use it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class MailboxBenchmark {
  private static final int BATCH = 1024;
  private static final int MAX_PRODUCERS = 4;

  // So that no two producers watch the same line of the cache.
  private static final int STRIDE = 16;

  private final AtomicLongArray taken = new AtomicLongArray(MAX_PRODUCERS * STRIDE);
  private final AtomicInteger producers = new AtomicInteger();
  private final Thread consumer = new Thread(this::consume, "consumer");
  private final Mailbox mailbox = new Mailbox(() -> LockSupport.unpark(consumer));
  private volatile boolean over;

  /** One of those who hand messages over. */
  @State(Scope.Thread)
  public static class Producer {
    private int at;
    private long sent;
    private Message message;

    @Setup
    public void prepare(MailboxBenchmark benchmark) {
      at = benchmark.producers.getAndIncrement() * STRIDE;
      message = Message.builder(1).tid(at).build();
    }
  }

  @Setup
  public void start() {
    consumer.setDaemon(true);
    consumer.start();
  }

  @TearDown
  public void stop() throws InterruptedException {
    over = true;
    LockSupport.unpark(consumer);
    consumer.join();
  }

  @Benchmark
  @Threads(1)
  @OperationsPerInvocation(BATCH)
  public void handOverByOne(Producer producer) {
    handOver(producer);
  }

  @Benchmark
  @Threads(MAX_PRODUCERS)
  @OperationsPerInvocation(BATCH)
  public void handOverByFour(Producer producer) {
    handOver(producer);
  }

  @SuppressWarnings("ThreadPriorityCheck") // Spinning would keep the consumer from its work.
  private void handOver(Producer producer) {
    for (int i = 0; i < BATCH; i++) {
      mailbox.add(producer.message);
    }
    producer.sent += BATCH;
    while (taken.get(producer.at) < producer.sent) {
      Thread.yield();
    }
  }

  private void consume() {
    while (!over) {
      mailbox.leave();
      Message message = mailbox.poll();
      if (message == null) {
        LockSupport.park(this);
      }
      for (; message != null; message = mailbox.poll()) {
        int at = (int) message.tid();
        taken.set(at, taken.get(at) + 1);
      }
    }
  }
}
