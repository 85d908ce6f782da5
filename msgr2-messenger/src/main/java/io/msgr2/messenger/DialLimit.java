// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets so many dials be under way at the same time; the others wait for their turn, so that many
 * sessions that lost their server together do not overwhelm it when it comes back. Any thread.
 */
final class DialLimit {
  private final AtomicInteger free;
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

  DialLimit(int dials) {
    free = new AtomicInteger(dials);
  }

  /**
   * Asks for a turn, which ends with {@link #done}.
   *
   * @param begin called when it is there, by any thread
   */
  void enter(Runnable begin) {
    waiting.add(begin);
    admit();
  }

  /** Ends a turn. */
  void done() {
    free.incrementAndGet();
    admit();
  }

  private void admit() {
    while (!waiting.isEmpty() && take()) {
      Runnable next = waiting.poll();
      if (next == null) {
        free.incrementAndGet();
      } else {
        next.run();
      }
    }
  }

  private boolean take() {
    return free.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
  }
}
