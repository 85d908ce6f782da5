// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.session.Message;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConcurrencyTest {
  private static final int THREADS = 16;
  private static final int MESSAGES = 2000;

  /** Checks that the messages of each sender come in order; a tid is sender and number. */
  private static final class PerSender implements Handler {
    final CompletableFuture<Void> all = new CompletableFuture<>();
    private final ConcurrentMap<Long, Long> last = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    @Override
    public void message(Connection connection, Message message) {
      long sender = message.tid() / MESSAGES;
      long number = message.tid() % MESSAGES;
      Long before = last.put(sender, number);
      if ((before == null ? -1 : before) + 1 != number) {
        all.completeExceptionally(
            new AssertionError("sender " + sender + ": " + number + " after " + before));
      }
      if (count.incrementAndGet() == THREADS * MESSAGES) {
        all.complete(null);
      }
    }
  }

  static Stream<Named<ExecutorService>> threads() {
    return Stream.concat(
        Stream.of(Named.of("platform threads", Executors.newFixedThreadPool(THREADS))),
        virtualThreads().map(executor -> Named.of("virtual threads", executor)));
  }

  @ParameterizedTest
  @MethodSource("threads")
  void messages_of_each_thread_arrive_in_order(ExecutorService threads) throws Exception {
    PerSender arrivals = new PerSender();
    try (Messenger server = Ends.server(Security.NONE_CRC).handler(arrivals).build();
        Messenger client = Ends.client(Security.NONE_CRC).build()) {
      Connection connection = Ends.dial(client, Ends.listen(server));
      List<Future<?>> senders = new ArrayList<>();
      for (int sender = 0; sender < THREADS; sender++) {
        int first = sender * MESSAGES;
        senders.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < MESSAGES; i++) {
                    assertThat(connection.send(Answers.request(first + i, 40))).isTrue();
                  }
                }));
      }
      for (Future<?> sender : senders) {
        Ends.await(sender);
      }

      Ends.await(arrivals.all);

      assertThat(Ends.await(connection.close())).isEqualTo(CloseReport.CLEAN);
      assertThat(client.counters().messagesOut()).isEqualTo(THREADS * MESSAGES);
      assertThat(server.counters().messagesIn()).isEqualTo(THREADS * MESSAGES);
      assertThat(server.counters().bytesIn()).isEqualTo(client.counters().bytesOut());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void a_message_of_the_event_loop_does_not_overtake_one_that_was_sent_before_it()
      throws Exception {
    int rounds = 100;
    List<Long> arrived = Collections.synchronizedList(new ArrayList<>());
    Handler answering =
        new Handler() {
          @Override
          public void message(Connection connection, Message message) {
            // Nobody wakes the event loop for this one: it is busy.
            CompletableFuture.runAsync(
                    () -> connection.send(Answers.request(2 * (int) message.tid(), 0)))
                .join();
            connection.send(Answers.request(2 * (int) message.tid() + 1, 0));
          }
        };
    Handler collecting =
        new Handler() {
          @Override
          public void message(Connection connection, Message message) {
            arrived.add(message.tid());
          }
        };
    try (Messenger server = Ends.server(Security.NONE_CRC).handler(answering).build();
        Messenger client = Ends.client(Security.NONE_CRC).handler(collecting).build()) {
      Connection connection = Ends.dial(client, Ends.listen(server));
      for (int i = 0; i < rounds; i++) {
        connection.send(Answers.request(i, 0));
      }
      Ends.until(() -> arrived.size() == 2 * rounds);
    }
    assertThat(arrived).isEqualTo(LongStream.range(0, 2L * rounds).boxed().toList());
  }

  @ParameterizedTest
  @MethodSource("threads")
  void closing_while_others_send_leaks_nothing(ExecutorService threads) throws Exception {
    try (Messenger server = Ends.server(Security.NONE_CRC).build();
        Messenger client = Ends.client(Security.NONE_CRC).build()) {
      Connection connection = Ends.dial(client, Ends.listen(server));
      Ends.await(connection.ready());
      AtomicInteger accepted = new AtomicInteger();
      List<Future<?>> senders = new ArrayList<>();
      for (int sender = 0; sender < 4; sender++) {
        senders.add(
            threads.submit(
                () -> {
                  while (connection.send(Answers.request(1, 100))) {
                    accepted.incrementAndGet();
                  }
                }));
      }
      Ends.until(() -> accepted.get() > 1000);

      connection.markDown();

      for (Future<?> sender : senders) {
        Ends.await(sender);
      }
      Ends.awaitEnd(connection);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Returns an executor of virtual threads where the JDK has them. */
  private static Stream<ExecutorService> virtualThreads() {
    try {
      Object executor = Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
      return Stream.of((ExecutorService) executor);
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException none) {
      return Stream.empty();
    }
  }
}
