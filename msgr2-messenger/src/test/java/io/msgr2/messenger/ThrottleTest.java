// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityType;
import io.msgr2.session.Message;
import io.msgr2.session.Policy;
import io.msgr2.session.Throttle;
import io.msgr2.session.Timeouts;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections that share throttles. */
class ThrottleTest {
  private ExecutorService threads;

  @BeforeEach
  void begin() {
    threads = Executors.newFixedThreadPool(4);
  }

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  /** Handles a message whenever it is allowed to. */
  private static final class Turnstile implements Handler {
    final BlockingQueue<Long> handled = new LinkedBlockingQueue<>();
    final AtomicInteger waiting = new AtomicInteger();
    final Semaphore turns = new Semaphore(0);

    @Override
    public void message(Connection connection, Message message) {
      waiting.incrementAndGet();
      try {
        assertThat(turns.tryAcquire(Ends.DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      waiting.decrementAndGet();
      handled.add(message.tid());
    }
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.messenger.Ends#transports")
  void a_policy_limits_its_sessions_together(Transport transport) throws Exception {
    Turnstile handler = new Turnstile();
    Throttle messages = Throttle.of(3);
    Policy policy = Policy.statelessServer().throttledBy(messages, Throttle.UNLIMITED);
    try (Messenger server =
            Ends.server(Security.NONE_CRC)
                .transport(transport)
                .eventLoops(2)
                .policy(policy)
                .handler(handler)
                .handlerExecutor(threads)
                .build();
        Messenger client = Ends.client(Security.NONE_CRC).build()) {
      Ends.listen(server);
      int connections = 6;
      int each = 20;
      for (int i = 0; i < connections; i++) {
        Connection connection = client.connectAnonymous(EntityType.OSD, server.addresses());
        for (int j = 0; j < each; j++) {
          connection.send(Answers.request(i * each + j, 100));
        }
        Ends.await(connection.ready());
      }
      Ends.until(() -> server.counters().messagesIn() == 3);

      for (int i = 0; i < connections * each; i++) {
        assertThat(messages.inUse()).isBetween(0L, 3L);
        handler.turns.release();
        assertThat(handler.handled.poll(Ends.DEADLINE_SECONDS, TimeUnit.SECONDS)).isNotNull();
      }
      Ends.until(() -> server.counters().messagesIn() == (long) connections * each);
      Ends.until(() -> messages.inUse() == 0);
    }
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.messenger.Ends#transports")
  void what_was_sent_before_the_sender_closed_is_handled(Transport transport) throws Exception {
    Turnstile handler = new Turnstile();
    Throttle dispatch = Throttle.of(1);
    int count = 50;
    try (Messenger server =
        Ends.server(Security.NONE_CRC)
            .transport(transport)
            .handler(handler)
            .handlerExecutor(threads)
            .dispatchThrottle(dispatch)
            .build()) {
      Ends.listen(server);
      // Where the server does not hear of the end while it does not read, the client gives up.
      Timeouts timeouts = new Timeouts(10_000, 10_000, 900_000, 300);
      try (Messenger client = Ends.client(Security.NONE_CRC).timeouts(timeouts).build()) {
        Connection connection = client.connectAnonymous(EntityType.OSD, server.addresses());
        for (int i = 0; i < count; i++) {
          connection.send(Answers.request(i, 100));
        }
        Ends.until(() -> handler.waiting.get() == 1);
        assertThat(Ends.await(connection.close()).undelivered()).isZero();
      }
      handler.turns.release(count);
      for (long i = 0; i < count; i++) {
        assertThat(handler.handled.poll(Ends.DEADLINE_SECONDS, TimeUnit.SECONDS)).isEqualTo(i);
      }
      Ends.until(() -> server.counters().open() == 0);
      Ends.until(() -> dispatch.inUse() == 0);
    }
  }

  @Test
  void a_connection_that_waits_can_be_marked_down() throws Exception {
    Turnstile handler = new Turnstile();
    Throttle dispatch = Throttle.of(1);
    Map<Connection, Boolean> accepted = new ConcurrentHashMap<>();
    Handler both =
        new Handler() {
          @Override
          public void accepted(Connection connection) {
            accepted.put(connection, true);
          }

          @Override
          public void message(Connection connection, Message message) {
            handler.message(connection, message);
          }
        };
    try (Messenger server =
            Ends.server(Security.NONE_CRC)
                .handler(both)
                .handlerExecutor(threads)
                .dispatchThrottle(dispatch)
                .build();
        Messenger client = Ends.client(Security.NONE_CRC).build()) {
      Ends.listen(server);
      for (int i = 0; i < 2; i++) {
        Connection connection = client.connectAnonymous(EntityType.OSD, server.addresses());
        for (int j = 0; j < 10; j++) {
          connection.send(Answers.request(j, 100));
        }
      }
      Ends.until(() -> handler.waiting.get() == 1);
      Ends.until(() -> accepted.size() == 2);
      for (Connection connection : accepted.keySet()) {
        connection.markDown();
        Ends.awaitEnd(connection);
      }
      handler.turns.release();
      Ends.until(() -> dispatch.inUse() == 0);
      Connection again = client.connectAnonymous(EntityType.OSD, server.addresses());
      again.send(Answers.request(99, 100));
      handler.turns.release();
      Ends.until(() -> handler.handled.contains(99L));
    }
  }
}
