// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.address.EntityName;
import io.msgr2.frame.AeadWarmUp;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.session.SessionFailure;
import io.netty.buffer.ByteBufAllocator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all connections of a messenger share.
 *
 * @param executor where the handler runs; absent for the event loops
 * @param dispatchLimitBytes how much may wait for an executor, on each connection
 * @param closeMs how long a connection may take to close
 * @param connections those that are not gone
 */
record MessengerContext(
    EntityName self,
    Handler handler,
    Optional<Executor> executor,
    long dispatchLimitBytes,
    int closeMs,
    ByteBufAllocator allocator,
    MessengerCounters counters,
    Set<SessionConnection> connections) {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  /** For all messengers of this process. */
  static final OnceInBackground AEAD_WARM_UP =
      new OnceInBackground("msgr2-warm-up", AeadWarmUp::run);

  MessengerContext(
      EntityName self,
      Handler handler,
      Optional<Executor> executor,
      long dispatchLimitBytes,
      int closeMs,
      ByteBufAllocator allocator) {
    this(
        self,
        handler,
        executor,
        dispatchLimitBytes,
        closeMs,
        allocator,
        new MessengerCounters(),
        ConcurrentHashMap.newKeySet());
  }

  /** Returns what brings a connection's events to the handler. */
  EventDelivery delivery(SessionConnection connection, SessionChannel channel) {
    EventDelivery calls = new HandlerCalls(self, handler, connection);
    return executor
        .<EventDelivery>map(on -> new SerialDelivery(calls, on, channel, dispatchLimitBytes))
        .orElse(calls);
  }

  void began(SessionConnection connection) {
    connections.add(connection);
    counters.open.increment();
  }

  void becameReady(SessionConnection connection) {
    if (connection.info().orElseThrow().mode() == ConnectionMode.SECURE) {
      AEAD_WARM_UP.begin();
    }
    if (connection.isAccepted()) {
      counters.halfOpen.decrementAndGet();
      counters.accepted.increment();
    } else {
      counters.connected.increment();
    }
  }

  void ended(SessionConnection connection, SessionFailure why) {
    if (connection.isAccepted() && connection.info().isEmpty()) {
      counters.halfOpen.decrementAndGet();
    }
    counters.ended(why);
    log(connection.exception(self, why).getMessage(), connection, why);
  }

  void gone(SessionConnection connection) {
    connections.remove(connection);
    counters.open.decrement();
  }

  private static void log(String line, SessionConnection connection, SessionFailure why) {
    switch (why.kind()) {
      case VIOLATION, AUTHENTICATION, FEATURES, INTERNAL -> LOG.warn(line);
      case CLOSED -> LOG.debug(line);
      case TIMEOUT, UNREACHABLE, DISCONNECTED -> {
        if (connection.isLost()) {
          LOG.info(line);
        } else {
          LOG.debug(line);
        }
      }
    }
  }
}
