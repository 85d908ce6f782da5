// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityName;
import io.msgr2.session.Message;
import io.msgr2.session.Policy;
import io.msgr2.session.SessionFailure.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.event.Level;

/** The mistake that is made most with buffers: somebody releases what a session owns. */
class ReleasedMessageTest {
  private static final EntityName CLIENT = EntityName.client("111");

  /** What is released although it was sent. */
  private enum Mistake {
    BUFFER {
      @Override
      void make(Message message) {
        message.data().release();
      }
    },
    MESSAGE {
      @Override
      void make(Message message) {
        message.release();
      }
    };

    abstract void make(Message message);
  }

  private final CompletableFuture<ConnectionException> end = new CompletableFuture<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void reset(Connection connection, ConnectionException why) {
          end.complete(why);
        }
      };

  // The largest is encrypted while it is transmitted.
  static List<Arguments> mistakes() {
    List<Arguments> all = new ArrayList<>();
    for (Security security : List.of(Security.NONE_CRC, Security.FIXED_SECURE)) {
      for (Policy policy : List.of(Policy.losslessPeer(), Policy.lossyClient())) {
        for (int dataBytes : new int[] {1, 64, 100_000, 2 << 20}) {
          for (Mistake mistake : Mistake.values()) {
            all.add(Arguments.of(security, policy, dataBytes, mistake));
          }
        }
        all.add(Arguments.of(security, policy, 0, Mistake.MESSAGE));
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void ends_its_session_and_says_so(
      Security security, Policy policy, int dataBytes, Mistake mistake) throws Exception {
    Echoes echoes = new Echoes();
    try (LogLines log = new LogLines(CLIENT);
        Messenger server =
            Ends.server(security)
                .policy(policy.lossy() ? Policy.statelessServer() : Policy.losslessPeer())
                .handler(new EchoHandler())
                .build();
        Messenger other = Ends.client(security).handler(echoes).build();
        Messenger client =
            Messenger.builder(CLIENT)
                .auth(security.client(CLIENT))
                .policy(policy)
                .handler(handler)
                .build()) {
      Connection connection = Ends.dial(client, Ends.listen(server));
      for (int i = 0; i < 40; i++) {
        connection.send(Answers.request(i, 100));
      }
      ByteBuf data = Unpooled.directBuffer(dataBytes).writeZero(dataBytes);
      Message message = Message.of(7, Unpooled.EMPTY_BUFFER, data);
      mistake.make(message);
      connection.send(message);

      assertThat(Ends.await(end).failure().kind()).isEqualTo(Kind.INTERNAL);
      assertThat(Ends.await(end)).hasMessageContaining("type 7").hasMessageContaining("released");
      LogLines.Line line = log.next();
      assertThat(line.level()).isEqualTo(Level.ERROR);
      assertThat(line.text()).contains("osd.0 at " + server.addresses(), "unexpected failure");
      Ends.await(connection.close());
      Connection another = Ends.dial(other, server.addresses());
      another.send(Answers.request(1, 10));
      assertThat(echoes.next()).isEqualTo(1L);
      assertThat(Ends.await(client.closeAsync())).isEqualTo(CloseReport.CLEAN);
    }
  }

  @ParameterizedTest
  @EnumSource
  void does_not_keep_a_connection_from_being_closed(Mistake mistake) throws Exception {
    try (Messenger server = Ends.server(Security.NONE_CRC).build();
        Messenger client = Ends.client(Security.NONE_CRC).build()) {
      Connection connection = Ends.dial(client, Ends.listen(server));
      Message message = Message.of(7, Unpooled.EMPTY_BUFFER, Unpooled.directBuffer(1).writeByte(0));
      mistake.make(message);
      connection.send(message);

      // Before it is ready.
      Ends.await(connection.close());
    }
  }
}
