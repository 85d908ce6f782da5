// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.address.EntityName;
import io.msgr2.session.Message;
import io.msgr2.session.SessionEvent;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers through an executor, one event after the other. How many messages can wait for a slow
 * handler, the throttles of their sessions say.
 */
final class SerialDelivery implements EventDelivery {
  private static final Logger LOG = LoggerFactory.getLogger(Handler.class);

  // After so many events, others who use the executor get a turn.
  private static final int TURN = 64;

  private final EntityName self;
  private final Connection connection;
  private final EventDelivery handler;
  private final Executor executor;
  private final Queue<SessionEvent> events = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean running = new AtomicBoolean();

  /**
   * @param connection whose events they are
   * @param handler what to call on the executor
   */
  SerialDelivery(EntityName self, Connection connection, EventDelivery handler, Executor executor) {
    this.self = self;
    this.connection = connection;
    this.handler = handler;
    this.executor = executor;
  }

  @Override
  public void deliver(SessionEvent event) {
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
      LOG.warn(
          "{}: {}: the handler's executor takes no more work; dropped {} messages",
          self,
          connection,
          drop(),
          e);
    }
  }

  private void run() {
    for (int i = 0; i < TURN; i++) {
      SessionEvent event = events.poll();
      if (event == null) {
        break;
      }
      handler.deliver(event);
    }
    running.set(false);
    if (!events.isEmpty()) {
      start();
    }
  }

  private int drop() {
    int messages = 0;
    for (SessionEvent event = events.poll(); event != null; event = events.poll()) {
      if (event instanceof Message message) {
        message.release();
        messages++;
      } else {
        // Somebody may be waiting for the session to begin or to end.
        handler.deliver(event);
      }
    }
    running.set(false);
    return messages;
  }
}
