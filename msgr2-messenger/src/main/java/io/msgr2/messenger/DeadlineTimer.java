// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Wakes a session at its deadline. Deadlines mostly move away, with every batch of messages; so a
 * pending wake-up is left alone unless it would come too late, and one that comes too early sets
 * the next.
 */
final class DeadlineTimer {
  private static final long NEVER = Long.MAX_VALUE;

  private final EventExecutor loop;
  private final Runnable fired;
  private Future<?> pending;
  private long pendingNanos;

  /**
   * @param loop the only thread that uses the timer
   * @param fired called at, or before, the deadline
   */
  DeadlineTimer(EventExecutor loop, Runnable fired) {
    this.loop = loop;
    this.fired = fired;
  }

  void arm(long deadlineNanos, long nowNanos) {
    if (deadlineNanos == NEVER) {
      cancel();
      return;
    }
    if (pending != null) {
      if (pendingNanos - deadlineNanos <= 0) {
        return;
      }
      cancel();
    }
    pendingNanos = deadlineNanos;
    pending =
        loop.schedule(
            () -> {
              pending = null;
              fired.run();
            },
            Math.max(0, deadlineNanos - nowNanos),
            TimeUnit.NANOSECONDS);
  }

  void cancel() {
    if (pending != null) {
      pending.cancel(false);
      pending = null;
    }
  }
}
