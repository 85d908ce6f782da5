// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityName;
import io.msgr2.address.EntityNumber;
import io.msgr2.address.EntityType;
import io.msgr2.frame.Role;
import io.msgr2.session.ConnectionInfo;
import io.msgr2.session.Message;
import io.msgr2.session.Throttle;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class HandlerTest {
  /** Keeps the names of events, in order. */
  private static final class Recorder implements Handler {
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    @Override
    public void message(Connection connection, Message message) {
      events.add("message " + message.tid());
    }

    @Override
    public void connected(Connection connection) {
      events.add("connected to " + connection.peer().orElseThrow());
    }

    @Override
    public void accepted(Connection connection) {
      events.add("accepted " + connection.peer().orElseThrow());
    }

    @Override
    public void reset(Connection connection, ConnectionException why) {
      events.add("reset");
    }

    @Override
    public void refused(Connection connection, ConnectionException why) {
      events.add("refused");
    }

    List<String> take(int count) throws InterruptedException {
      String[] taken = new String[count];
      for (int i = 0; i < count; i++) {
        taken[i] = events.poll(Ends.DEADLINE_SECONDS, TimeUnit.SECONDS);
      }
      return Arrays.asList(taken);
    }
  }

  @Test
  void events_come_in_order_on_both_sides() throws Exception {
    Recorder atServer = new Recorder();
    Recorder atClient = new Recorder();
    try (Messenger server = Ends.server(Security.NONE_CRC).handler(atServer).build();
        Messenger client = Ends.client(Security.NONE_CRC).handler(atClient).build()) {
      Connection connection = Ends.dial(client, Ends.listen(server));
      connection.send(Answers.request(1, 10));
      connection.send(Answers.request(2, 10));
      assertThat(atServer.take(3))
          .containsExactly("accepted client.4000", "message 1", "message 2");
      assertThat(Ends.await(connection.close())).isEqualTo(CloseReport.CLEAN);
      assertThat(atServer.take(1)).containsExactly("reset");
      assertThat(atClient.take(1)).containsExactly("connected to osd.0");
      assertThat(atClient.events).isEmpty();
    }
  }

  @Test
  void a_connection_knows_its_peer() throws Exception {
    CompletableFuture<Connection> accepted = new CompletableFuture<>();
    Handler handler =
        new Handler() {
          @Override
          public void accepted(Connection connection) {
            accepted.complete(connection);
          }
        };
    try (Messenger server = Ends.server(Security.CEPHX_SECURE).handler(handler).build();
        Messenger client = Ends.client(Security.CEPHX_SECURE).nonce(-2).build()) {
      Connection connection = Ends.dial(client, Ends.listen(server));
      assertThat(connection.peerType()).isEqualTo(EntityType.OSD);
      assertThat(connection.peerAddresses()).isEqualTo(server.addresses());
      ConnectionInfo mine = Ends.await(connection.ready());
      Connection other = Ends.await(accepted);
      ConnectionInfo theirs = Ends.await(other.ready());

      assertThat(connection.info()).contains(mine);
      assertThat(mine.role()).isEqualTo(Role.CONNECTOR);
      assertThat(theirs.role()).isEqualTo(Role.ACCEPTOR);
      assertThat(mine.peer()).isEqualTo(new EntityNumber(EntityType.OSD, 0));
      assertThat(other.peer()).contains(new EntityNumber(EntityType.CLIENT, 4000));
      assertThat(other.peerType()).isEqualTo(EntityType.CLIENT);
      assertThat(theirs.authenticatedAs()).contains(Ends.CLIENT);
      assertThat(other.peerAddresses()).hasToString("any:127.0.0.1:0/4294967294");
      assertThat(mine.localAddresses()).isEqualTo(other.peerAddresses());
    }
  }

  @Test
  void what_a_handler_throws_is_logged_and_changes_nothing() throws Exception {
    EntityName name = EntityName.osd(105);
    AtomicInteger calls = new AtomicInteger();
    Handler failing =
        new Handler() {
          @Override
          public void accepted(Connection connection) {
            throw new IllegalStateException("accepted");
          }

          @Override
          public void message(Connection connection, Message message) {
            if (calls.getAndIncrement() == 0) {
              throw new AssertionError("message");
            }
            new EchoHandler().message(connection, message);
          }
        };
    Echoes echoes = new Echoes();
    try (LogLines log = new LogLines(name);
        Messenger server =
            Messenger.builder(name).auth(Security.NONE_CRC.server()).handler(failing).build();
        Messenger client = Ends.client(Security.NONE_CRC).handler(echoes).build()) {
      Connection connection = Ends.dial(client, Ends.listen(server));
      connection.send(Answers.request(1, 10));
      connection.send(Answers.request(2, 10));

      assertThat(echoes.next()).isEqualTo(2L);
      for (int i = 0; i < 2; i++) {
        LogLines.Line line = log.next();
        assertThat(line.level()).isEqualTo(Level.ERROR);
        assertThat(line.text()).contains("connection from client.4000 at", "handler failed");
      }
    }
  }

  @Test
  void a_message_that_is_released_once_too_often_stops_nothing() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Recorder events = new Recorder();
    Handler careless =
        new Handler() {
          @Override
          public void message(Connection connection, Message message) {
            events.message(connection, message);
            message.release();
          }
        };
    try (Messenger server =
            Ends.server(Security.CEPHX_CRC).handler(careless).handlerExecutor(thread).build();
        Messenger client = Ends.client(Security.CEPHX_CRC).build()) {
      Connection connection = Ends.dial(client, Ends.listen(server));
      connection.send(Answers.request(1, 100));
      connection.send(Answers.request(2, 100));

      assertThat(events.take(2)).containsExactly("message 1", "message 2");
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void messages_that_wait_for_the_executor_outlive_the_messenger() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    CountDownLatch go = new CountDownLatch(1);
    Recorder events = new Recorder();
    Handler slow =
        new Handler() {
          @Override
          public void message(Connection connection, Message message) {
            awaitGo(go);
            events.message(connection, message);
          }
        };
    int count = 20;
    Throttle throttle = Throttle.of(1 << 20);
    try (Messenger client = Ends.client(Security.NONE_CRC).build()) {
      try (Messenger server =
          Ends.server(Security.NONE_CRC)
              .handler(slow)
              .handlerExecutor(thread)
              .dispatchThrottle(throttle)
              .build()) {
        Connection connection = Ends.dial(client, Ends.listen(server));
        for (int i = 0; i < count; i++) {
          connection.send(Answers.request(i, 1000));
        }
        Ends.until(() -> server.counters().messagesIn() == count);
      }
      go.countDown();

      assertThat(events.take(count)).endsWith("message " + (count - 1));
      Ends.until(() -> throttle.inUse() == 0);
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void a_message_can_be_kept() throws Exception {
    BlockingQueue<Message> kept = new LinkedBlockingQueue<>();
    Handler keeping =
        new Handler() {
          @Override
          public void message(Connection connection, Message message) {
            kept.add(message.retain());
          }
        };
    try (Messenger server = Ends.server(Security.NONE_CRC).handler(keeping).build();
        Messenger client = Ends.client(Security.NONE_CRC).build()) {
      Connection connection = Ends.dial(client, Ends.listen(server));
      int count = 200;
      for (int i = 0; i < count; i++) {
        connection.send(Answers.request(i, i * 1000));
      }
      for (int i = 0; i < count; i++) {
        Message message = kept.poll(Ends.DEADLINE_SECONDS, TimeUnit.SECONDS);
        assertThat(message.tid()).isEqualTo(i);
        Answers.check(message);
        message.release();
      }
    }
  }

  @Test
  void an_executor_may_block_without_stopping_other_connections() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    Recorder events = new Recorder();
    Handler blocking =
        new Handler() {
          @Override
          public void message(Connection connection, Message message) {
            if (message.tid() == 0) {
              awaitGo(go);
            }
            events.message(connection, message);
          }
        };
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (Messenger server =
            Ends.server(Security.NONE_CRC).handler(blocking).handlerExecutor(threads).build();
        Messenger client = Ends.client(Security.NONE_CRC).build()) {
      Connection slow = Ends.dial(client, Ends.listen(server));
      Connection quick = Ends.dialAnother(client, server.addresses());
      slow.send(Answers.request(0, 10));
      slow.send(Answers.request(1, 10));
      Ends.await(slow.ready());
      quick.send(Answers.request(7, 10));

      assertThat(events.take(1)).containsExactly("message 7");
      go.countDown();
      assertThat(events.take(2)).containsExactly("message 0", "message 1");
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void an_executor_that_takes_no_work_loses_messages_only() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    threads.shutdownNow();
    Recorder events = new Recorder();
    try (Messenger server =
            Ends.server(Security.NONE_CRC).handler(events).handlerExecutor(threads).build();
        Messenger client = Ends.client(Security.NONE_CRC).handlerExecutor(threads).build()) {
      Connection connection = Ends.dial(client, Ends.listen(server));
      Ends.await(connection.ready());
      connection.send(Answers.request(1, 1 << 20));

      assertThat(Ends.await(connection.close())).isEqualTo(CloseReport.CLEAN);
      assertThat(events.take(2)).containsExactly("accepted client.4000", "reset");
    }
  }

  private static void awaitGo(CountDownLatch go) {
    try {
      assertThat(go.await(Ends.DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
