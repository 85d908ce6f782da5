// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.session.Message;
import io.msgr2.session.SessionEvent;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers through an executor, one event after the other. Reading from the peer stops while more
 * than a given number of bytes waits for the handler, so that a slow handler slows the peer down
 * instead of filling memory.
 */
final class SerialDelivery implements EventDelivery {
  private static final Logger LOG = LoggerFactory.getLogger(Handler.class);

  // After so many events, others who use the executor get a turn.
  private static final int TURN = 64;

  // What an event costs beside its payload, roughly.
  private static final int OVERHEAD_BYTES = 256;

  private final EventDelivery handler;
  private final Executor executor;
  private final ReadSwitch reading;
  private final long limitBytes;
  private final Queue<SessionEvent> events = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean running = new AtomicBoolean();
  private final AtomicLong waitingBytes = new AtomicLong();

  /**
   * @param handler what to call on the executor
   * @param reading stops reading from the peer
   * @param limitBytes how much may wait
   */
  SerialDelivery(EventDelivery handler, Executor executor, ReadSwitch reading, long limitBytes) {
    this.handler = handler;
    this.executor = executor;
    this.reading = reading;
    this.limitBytes = limitBytes;
  }

  @Override
  public void deliver(SessionEvent event) {
    if (waitingBytes.addAndGet(cost(event)) > limitBytes) {
      reading.pause(true);
    }
    events.add(event);
    start();
  }

  private void start() {
    if (!running.compareAndSet(false, true)) {
      return;
    }
    try {
      executor.execute(this::run);
    } catch (RejectedExecutionException e) {
      LOG.warn("the handler's executor takes no more work, so messages are dropped", e);
      drop();
    }
  }

  private void run() {
    for (int i = 0; i < TURN; i++) {
      SessionEvent event = events.poll();
      if (event == null) {
        break;
      }
      int cost = cost(event);
      handler.deliver(event);
      handled(cost);
    }
    running.set(false);
    if (!events.isEmpty()) {
      start();
    }
  }

  private void handled(int cost) {
    long waiting = waitingBytes.addAndGet(-cost);
    long low = limitBytes / 2;
    // Exactly one event passes the mark on the way down, and only after it the channel goes on.
    if (waiting <= low && waiting + cost > low) {
      reading.pause(false);
    }
  }

  private void drop() {
    for (SessionEvent event = events.poll(); event != null; event = events.poll()) {
      int cost = cost(event);
      if (event instanceof Message message) {
        message.release();
      } else {
        // Somebody may be waiting for the session to begin or to end.
        handler.deliver(event);
      }
      handled(cost);
    }
    running.set(false);
  }

  private static int cost(SessionEvent event) {
    return event instanceof Message message
        ? (int) Math.min(message.payloadBytes() + OVERHEAD_BYTES, Integer.MAX_VALUE)
        : OVERHEAD_BYTES;
  }
}
