// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.session.Message;
import io.msgr2.session.SessionFailure.Kind;
import io.msgr2.session.Timeouts;
import io.netty.buffer.Unpooled;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.event.Level;

class CloseTest {
  private static final Timeouts SHORT_CLOSE = new Timeouts(10_000, 10_000, 900_000, 300);

  /** Counts messages and tells of the end. */
  private static final class Counting implements Handler {
    final AtomicInteger messages = new AtomicInteger();
    final CompletableFuture<ConnectionException> end = new CompletableFuture<>();
    final CompletableFuture<Connection> accepted = new CompletableFuture<>();

    @Override
    public void accepted(Connection connection) {
      accepted.complete(connection);
    }

    @Override
    public void message(Connection connection, Message message) {
      messages.incrementAndGet();
      // Something that the other side has not read when it closes.
      connection.send(Message.of(2, Unpooled.EMPTY_BUFFER, message.data().retain()));
    }

    @Override
    public void reset(Connection connection, ConnectionException why) {
      end.complete(why);
    }
  }

  @ParameterizedTest
  @EnumSource
  void queued_messages_are_written_first(Security security) throws Exception {
    Counting counting = new Counting();
    try (Messenger server = Ends.server(security).handler(counting).build();
        Messenger client = Ends.client(security).build()) {
      Connection connection = Ends.dial(client, Ends.listen(server));
      Ends.await(connection.ready());
      int count = 2000;
      for (int i = 0; i < count; i++) {
        connection.send(Answers.request(i, 5000));
      }

      assertThat(Ends.await(connection.close())).isEqualTo(CloseReport.CLEAN);

      assertThat(Ends.await(counting.end).failure().kind()).isEqualTo(Kind.DISCONNECTED);
      assertThat(counting.messages).hasValue(count);
      assertThat(connection.send(Answers.request(1, 1))).isFalse();
    }
  }

  @Test
  void closing_is_bounded_and_says_what_was_not_written() throws Exception {
    Counting counting = new Counting();
    try (Messenger server =
        Ends.server(Security.NONE_CRC).timeouts(SHORT_CLOSE).handler(counting).build()) {
      EntityAddress address = Ends.listen(server).front();
      try (RawPeer deaf = RawPeer.dial(address)) {
        deaf.becomeReady(address, ConnectionMode.CRC);
        Connection connection = Ends.await(counting.accepted);
        int count = 100;
        for (int i = 0; i < count; i++) {
          connection.send(Answers.request(i, 1 << 20));
        }

        CloseReport report = Ends.await(server.closeAsync());

        assertThat(report.forced()).isEqualTo(1);
        assertThat(report.undelivered()).isBetween(count / 2L, (long) count);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE_CRC", "FIXED_SECURE"})
  void a_message_that_was_written_in_part_was_not_written(Security security) throws Exception {
    Counting counting = new Counting();
    try (Messenger server = Ends.server(security).timeouts(SHORT_CLOSE).handler(counting).build()) {
      EntityAddress address = Ends.listen(server).front();
      try (RawPeer deaf = RawPeer.dial(address)) {
        deaf.becomeReady(address, security.mode);
        Connection connection = Ends.await(counting.accepted);
        connection.send(Answers.request(1, 64 << 20));

        assertThat(Ends.await(connection.close())).isEqualTo(new CloseReport(1, 1));
        assertThat(server.counters().messagesOut()).isZero();
      }
    }
  }

  @Test
  void a_peer_that_does_not_close_is_left_behind() throws Exception {
    Counting counting = new Counting();
    try (Messenger server =
        Ends.server(Security.NONE_CRC).timeouts(SHORT_CLOSE).handler(counting).build()) {
      EntityAddress address = Ends.listen(server).front();
      try (RawPeer stubborn = RawPeer.dial(address)) {
        stubborn.becomeReady(address, ConnectionMode.CRC);
        Connection connection = Ends.await(counting.accepted);

        assertThat(Ends.await(connection.close())).isEqualTo(new CloseReport(0, 1));
        assertThat(Ends.await(connection.close())).isEqualTo(new CloseReport(0, 1));
        assertThat(counting.end).isNotDone();
      }
    }
  }

  @Test
  void a_peer_that_has_not_said_who_it_is_keeps_nobody_from_closing() throws Exception {
    Messenger server = Ends.server(Security.NONE_CRC).build();
    CompletableFuture<CloseReport> closed;
    try (RawPeer stranger = RawPeer.dial(Ends.listen(server).msgr2())) {
      stranger.greet();
      closed = server.closeAsync();
      stranger.awaitClose();
    }

    assertThat(Ends.await(closed)).isEqualTo(CloseReport.CLEAN);
  }

  @Test
  void marking_down_is_immediate_and_silent() throws Exception {
    EntityName name = EntityName.client("104");
    Counting counting = new Counting();
    Echoes events = new Echoes();
    try (LogLines log = new LogLines(name);
        Messenger server = Ends.server(Security.NONE_CRC).handler(counting).build();
        Messenger client =
            Messenger.builder(name).auth(Security.NONE_CRC.client(name)).handler(events).build()) {
      Connection connection = Ends.dial(client, Ends.listen(server));
      Ends.await(connection.ready());

      connection.markDown();

      assertThat(connection.send(Answers.request(1, 1))).isFalse();
      assertThat(Ends.await(counting.end).failure().kind()).isEqualTo(Kind.DISCONNECTED);
      assertThat(Ends.await(connection.close())).isEqualTo(CloseReport.CLEAN);
      assertThat(log.next().level()).isEqualTo(Level.DEBUG);
      log.assertNoMore();
      events.assertNoMore();
    }
  }

  @Test
  void a_connection_marked_down_in_the_handler_hears_nothing_more() throws Exception {
    AtomicInteger messages = new AtomicInteger();
    Handler first =
        new Handler() {
          @Override
          public void message(Connection connection, Message message) {
            messages.incrementAndGet();
            connection.markDown();
          }
        };
    try (Messenger server = Ends.server(Security.NONE_CRC).handler(first).build();
        Messenger client = Ends.client(Security.NONE_CRC).build()) {
      Connection connection = Ends.dial(client, Ends.listen(server));
      for (int i = 0; i < 100; i++) {
        connection.send(Answers.request(i, 10));
      }

      Ends.await(connection.ready());
      Ends.awaitEnd(connection);

      assertThat(messages).hasValue(1);
    }
  }

  @Test
  void a_connection_can_be_closed_while_it_is_dialled() throws Exception {
    Echoes events = new Echoes();
    try (Messenger server = Ends.server(Security.NONE_CRC).build();
        Messenger client = Ends.client(Security.NONE_CRC).handler(events).build()) {
      EntityAddressVector address = Ends.listen(server);
      for (int i = 0; i < 50; i++) {
        Connection connection = Ends.dial(client, address);
        connection.send(Answers.request(1, 1));

        CompletableFuture<CloseReport> closed = connection.close();

        assertThat(Ends.await(closed).forced()).isZero();
        if (connection.ready().isCompletedExceptionally()) {
          assertThat(Ends.failure(connection.ready()).failure().kind()).isEqualTo(Kind.CLOSED);
          assertThat(Ends.await(closed).undelivered()).isEqualTo(1);
        }
      }
      events.assertNoMore();
      assertThat(client.counters().open()).isZero();
    }
  }

  @Test
  void nothing_is_dialled_for_a_connection_that_was_marked_down_before() throws Exception {
    try (ServerSocket listening = Ends.socket();
        Messenger client = Ends.client(Security.NONE_CRC).build()) {
      EntityAddressVector address = EntityAddressVector.of(Ends.addressOf(listening));
      Connection first = Ends.dialAnother(client, address);
      RawPeer.accept(listening).greet();

      CompletableFuture<Connection> second = new CompletableFuture<>();
      ((SessionConnection) first)
          .onLoop(
              driver -> {
                // The event loop comes to what both ask of it only after this.
                Connection unwanted = Ends.dialAnother(client, address);
                unwanted.markDown();
                second.complete(unwanted);
              });
      Ends.awaitEnd(Ends.await(second));
      Ends.dialAnother(client, address);

      // One that nobody wants says nothing.
      RawPeer.accept(listening).greet();
    }
  }

  @Test
  void a_closed_messenger_neither_accepts_nor_dials() throws Exception {
    Messenger server = Ends.server(Security.NONE_CRC).build();
    Messenger client = Ends.client(Security.NONE_CRC).build();
    EntityAddress address = Ends.listen(server).front();
    Connection connection = Ends.dial(client, server.addresses());
    Ends.await(connection.ready());

    client.close();
    client.close();
    assertThat(Ends.await(client.closeAsync())).isEqualTo(CloseReport.CLEAN);
    server.close();

    assertThatThrownBy(() -> Ends.dial(client, server.addresses()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> server.bind(Ends.LOOPBACK)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> RawPeer.dial(address)).isInstanceOf(ConnectException.class);
    assertThat(connection.send(Answers.request(1, 1))).isFalse();
    connection.markDown();
    connection.keepalive();
    assertThat(Ends.await(connection.close())).isEqualTo(CloseReport.CLEAN);
  }

  @Test
  void closing_on_an_event_loop_does_not_wait_for_itself() throws Exception {
    CompletableFuture<Void> closedByHandler = new CompletableFuture<>();
    Messenger[] self = new Messenger[1];
    Handler closing =
        new Handler() {
          @Override
          public void message(Connection connection, Message message) {
            self[0].close();
            closedByHandler.complete(null);
          }
        };
    try (Messenger server = Ends.server(Security.NONE_CRC).handler(closing).build();
        Messenger client = Ends.client(Security.NONE_CRC).build()) {
      self[0] = server;
      Connection connection = client.connect(EntityType.OSD, Ends.listen(server));
      connection.send(Answers.request(1, 1));

      Ends.await(closedByHandler);
      Ends.await(server.closeAsync());
    }
  }
}
