// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

import java.util.OptionalLong;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Calls somebody back at the next deadline, whichever it is by then. Used by one thread only. */
final class WakeUp {
  private final ScheduledExecutorService loop;
  private final Runnable callee;
  private OptionalLong scheduledNanos = OptionalLong.empty();
  private Future<?> scheduled;

  /**
   * @param loop where the call is made
   */
  WakeUp(ScheduledExecutorService loop, Runnable callee) {
    this.loop = loop;
    this.callee = callee;
  }

  /** Replaces the deadline. */
  void at(OptionalLong deadlineNanos, long nowNanos) {
    if (deadlineNanos.equals(scheduledNanos)) {
      return;
    }
    scheduledNanos = deadlineNanos;
    if (scheduled != null) {
      scheduled.cancel(false);
    }
    if (deadlineNanos.isPresent()) {
      long delay = Math.max(0, deadlineNanos.getAsLong() - nowNanos);
      scheduled = loop.schedule(this::call, delay, TimeUnit.NANOSECONDS);
    }
  }

  private void call() {
    scheduledNanos = OptionalLong.empty();
    callee.run();
  }
}
