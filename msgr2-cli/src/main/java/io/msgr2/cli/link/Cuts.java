// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.link;

import io.msgr2.testkit.proxy.Fates;
import io.msgr2.testkit.proxy.Fault;
import io.msgr2.testkit.proxy.FaultProxy;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Cuts the TCP connections of a messenger, whichever end dialled them: they go through two proxies,
 * one in front of the peer and one in front of this side. Any thread.
 */
final class Cuts implements AutoCloseable {
  private final FaultProxy there = FaultProxy.start(Fates.none());
  private final FaultProxy back = FaultProxy.start(Fates.none());
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "msgr2-cuts");
            thread.setDaemon(true);
            return thread;
          });
  private final Cutting cutting;

  Cuts(Cutting cutting) {
    this.cutting = cutting;
  }

  /** Returns where TCP connections to the peer go instead. */
  InetSocketAddress detour(InetSocketAddress peer) {
    there.forwardTo(peer);
    return there.address();
  }

  /** Returns where the peer has to dial this side. */
  InetSocketAddress front() {
    return back.address();
  }

  /** Says where this side listens. */
  void listening(InetSocketAddress at) {
    back.forwardTo(at);
  }

  void start() {
    if (cutting.everyMs() > 0) {
      long ms = ThreadLocalRandom.current().nextLong(cutting.everyMs() * 2L) + 1;
      timer.schedule(
          () -> {
            cut();
            start();
          },
          ms,
          TimeUnit.MILLISECONDS);
    }
  }

  /** Says how many answers there are. */
  void answered(long answers) {
    if (cutting.everyAnswers() > 0 && answers % cutting.everyAnswers() == 0) {
      cut();
    }
  }

  /** Returns how often a TCP connection was cut, or fell silent. */
  long count() {
    return count(there) + count(back);
  }

  private static long count(FaultProxy proxy) {
    return proxy.counters().faults().values().stream().mapToLong(Long::longValue).sum();
  }

  /** Cuts no more; what there is stays. */
  void stop() {
    timer.shutdownNow();
  }

  private void cut() {
    Fault[] faults = Fault.values();
    Fault how = faults[ThreadLocalRandom.current().nextInt(cutting.halfOpen() ? faults.length : 2)];
    there.inject(how);
    back.inject(how);
  }

  @Override
  public void close() {
    stop();
    there.close();
    back.close();
  }
}
