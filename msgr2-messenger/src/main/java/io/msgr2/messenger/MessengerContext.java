// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.address.EntityName;
import io.msgr2.frame.AeadWarmUp;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.session.FaultPoints;
import io.msgr2.session.Newcomer;
import io.msgr2.session.SessionEvent;
import io.msgr2.session.SessionFailure;
import io.msgr2.session.SessionTable;
import io.msgr2.session.Timeouts;
import io.netty.buffer.ByteBufAllocator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all connections of a messenger share.
 *
 * @param executor where the handler runs; absent for the event loops
 * @param timeouts how long connections may take
 * @param faults where a test makes connections fail
 * @param sendLimit how much may wait for one peer; absent for no limit
 * @param connections those that are not gone
 * @param table those that can be found by the address of their peer
 * @param closing whether the messenger is, or was, closed
 */
record MessengerContext(
    EntityName self,
    Handler handler,
    Optional<Executor> executor,
    Timeouts timeouts,
    ByteBufAllocator allocator,
    FaultPoints faults,
    Optional<SendLimit> sendLimit,
    MessengerCounters counters,
    Set<SessionConnection> connections,
    SessionTable<SessionConnection> table,
    AtomicBoolean closing) {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  /** For all messengers of this process. */
  static final OnceInBackground AEAD_WARM_UP =
      new OnceInBackground(
          "msgr2-warm-up",
          () -> LOG.debug("AES-GCM of {} encrypts", AeadWarmUp.run(System::nanoTime)));

  MessengerContext(
      EntityName self,
      Handler handler,
      Optional<Executor> executor,
      Timeouts timeouts,
      ByteBufAllocator allocator,
      FaultPoints faults,
      Optional<SendLimit> sendLimit) {
    this(
        self,
        handler,
        executor,
        timeouts,
        allocator,
        faults,
        sendLimit,
        new MessengerCounters(),
        ConcurrentHashMap.newKeySet(),
        new SessionTable<>(),
        new AtomicBoolean());
  }

  /** Returns what limits the messages that wait for one peer. */
  Optional<SendWindow> sendWindow() {
    return sendLimit.map(limit -> new SendWindow(limit.messages(), limit.bytes()));
  }

  /** Returns what brings a connection's events to the handler. */
  EventDelivery delivery(SessionConnection connection) {
    EventDelivery calls = new HandlerCalls(self, handler, connection);
    return executor
        .<EventDelivery>map(on -> new SerialDelivery(self, connection, calls, on))
        .orElse(calls);
  }

  /** A peer was not let in. */
  void denied(Denial denial) {
    counters.refusedLogins.increment();
    Runnable call =
        () -> HandlerCalls.call(() -> self + ": " + denial, () -> handler.denied(denial));
    try {
      executor.orElse(Runnable::run).execute(call);
    } catch (RejectedExecutionException e) {
      LOG.warn("{}: the handler's executor takes no more work; dropped {}", self, denial, e);
    }
  }

  /** A connection is there; it is closed if it came when all others had been. */
  void began(SessionConnection connection) {
    connections.add(connection);
    counters.open.increment();
    connection.onLoop(SessionDriver::settle);
    if (closing.get()) {
      connection.close();
    }
  }

  /**
   * Looks for the session of a peer.
   *
   * @param connection of the newcomer; becomes that session, if it claims to be and there is none
   */
  Optional<SessionConnection> existing(SessionConnection connection, Newcomer newcomer) {
    return newcomer.claims()
        ? table.putIfAbsent(newcomer.addresses(), connection)
        : table.find(newcomer.addresses());
  }

  /** A connection cannot be found any more. */
  void unregister(SessionConnection connection) {
    table.remove(connection.tableKey(), connection);
  }

  void becameReady(SessionConnection connection, SessionEvent.Ready ready) {
    if (ready.info().mode() == ConnectionMode.SECURE) {
      AEAD_WARM_UP.begin();
    }
    if (isHalfOpen(connection)) {
      counters.halfOpen.decrementAndGet();
    }
    switch (ready.info().role()) {
      case ACCEPTOR -> counters.accepted.increment();
      case CONNECTOR -> counters.connected.increment();
    }
    if (ready.resumed()) {
      counters.resumed.increment();
    }
  }

  /** The TCP connection of an accepted session belongs to another session now. */
  void takenOver(SessionConnection connection) {
    counters.halfOpen.decrementAndGet();
  }

  void interrupted(SessionConnection connection, SessionEvent.Interrupted interrupted) {
    counters.interrupted.increment();
    log(connection.exception(self, interrupted.why()).getMessage(), connection, interrupted.why());
  }

  void ended(SessionConnection connection, SessionFailure why) {
    if (isHalfOpen(connection)) {
      counters.halfOpen.decrementAndGet();
    }
    unregister(connection);
    counters.ended(why);
    log(connection.exception(self, why).getMessage(), connection, why);
  }

  void gone(SessionConnection connection) {
    connections.remove(connection);
    counters.open.decrement();
  }

  private static boolean isHalfOpen(SessionConnection connection) {
    return connection.isAccepted() && connection.info().isEmpty();
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
