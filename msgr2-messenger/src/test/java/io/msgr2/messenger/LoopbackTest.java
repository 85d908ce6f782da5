// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityType;
import io.msgr2.session.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class LoopbackTest {
  private static final int MESSAGES = 1_000;

  private final List<Long> arrived = Collections.synchronizedList(new ArrayList<>());
  private final CompletableFuture<Connection> last = new CompletableFuture<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void message(Connection connection, Message message) {
          arrived.add(message.tid());
          if (message.tid() == MESSAGES - 1) {
            last.complete(connection);
          }
        }
      };

  private void talksToItself(Messenger server) throws Exception {
    Connection self = server.connect(EntityType.OSD, Ends.listen(server));
    assertThat(Ends.await(self.ready()).peer()).isEqualTo(Ends.SERVER.number());
    ByteBuf data = Unpooled.buffer(1).writeByte(1);
    for (int i = 0; i < MESSAGES; i++) {
      assertThat(self.send(Message.builder(2).tid(i).data(data.retain()).build())).isTrue();
    }
    assertThat(Ends.await(last)).isSameAs(self);
    assertThat(arrived).hasSize(MESSAGES).isSorted();
    assertThat(self.lastKeepaliveAck()).isEmpty();
    self.keepalive();
    assertThat(self.lastKeepaliveAck()).isPresent();
    assertThat(server.counters().connected()).isZero();

    assertThat(Ends.await(self.close())).isEqualTo(CloseReport.CLEAN);
    assertThat(self.trySend(Message.builder(2).data(data.retain()).build()))
        .isEqualTo(Sending.CLOSED);
    server.close();
    Ends.until(() -> data.refCnt() == 1);
    data.release();
  }

  @Test
  void a_messenger_that_dials_itself_hears_what_it_sends() throws Exception {
    try (Messenger server = Ends.server(Security.NONE_CRC).handler(handler).build()) {
      talksToItself(server);
    }
  }

  @Test
  void what_was_sent_before_closing_is_delivered() throws Exception {
    try (Messenger server = Ends.server(Security.NONE_CRC).handler(handler).build()) {
      Connection self = server.connect(EntityType.OSD, Ends.listen(server));
      for (int i = 0; i < MESSAGES; i++) {
        self.send(Message.builder(2).tid(i).build());
      }
      assertThat(Ends.await(self.close())).isEqualTo(CloseReport.CLEAN);
      assertThat(arrived).hasSize(MESSAGES);
    }
  }

  @Test
  void there_is_one_until_it_is_closed_and_its_messenger_closes_it() throws Exception {
    Messenger server = Ends.server(Security.NONE_CRC).handler(handler).build();
    Connection first = server.connect(EntityType.OSD, Ends.listen(server));
    assertThat(server.connect(EntityType.OSD, server.addresses())).isSameAs(first);
    server.markDownAll();
    assertThat(first.send(Message.builder(2).build())).isFalse();
    Connection second = server.connect(EntityType.OSD, server.addresses());
    assertThat(second).isNotSameAs(first);
    assertThat(second.send(Message.builder(2).build())).isTrue();
    server.close();
    assertThat(second.send(Message.builder(2).build())).isFalse();
    Ends.until(() -> arrived.size() == 1);
  }

  @Test
  void its_handler_can_close_the_messenger_and_wait_for_that() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    CompletableFuture<Void> closed = new CompletableFuture<>();
    Messenger[] self = new Messenger[1];
    Handler closing =
        new Handler() {
          @Override
          public void message(Connection connection, Message message) {
            self[0].close();
            closed.complete(null);
          }
        };
    try (Messenger server =
        Ends.server(Security.NONE_CRC).handler(closing).handlerExecutor(executor).build()) {
      self[0] = server;
      server.connect(EntityType.OSD, Ends.listen(server)).send(Message.builder(2).build());
      Ends.await(closed);
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void an_executor_hears_it_too() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try (Messenger server =
        Ends.server(Security.NONE_CRC).handler(handler).handlerExecutor(executor).build()) {
      talksToItself(server);
    } finally {
      executor.shutdown();
    }
  }
}
