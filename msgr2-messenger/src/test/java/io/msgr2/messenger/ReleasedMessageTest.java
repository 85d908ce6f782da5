// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityName;
import io.msgr2.session.Message;
import io.msgr2.session.Policy;
import io.msgr2.session.SessionFailure.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;

/** The mistake that is made most with buffers: somebody releases what a session owns. */
class ReleasedMessageTest {
  private static final EntityName CLIENT = EntityName.client("111");

  @ParameterizedTest
  @CsvSource({"NONE_CRC,64", "NONE_CRC,100000", "FIXED_SECURE,64", "FIXED_SECURE,100000"})
  void ends_its_session_and_says_so(Security security, int dataBytes) throws Exception {
    CompletableFuture<ConnectionException> end = new CompletableFuture<>();
    Handler handler =
        new Handler() {
          @Override
          public void reset(Connection connection, ConnectionException why) {
            end.complete(why);
          }
        };
    Echoes echoes = new Echoes();
    try (LogLines log = new LogLines(CLIENT);
        Messenger server = Ends.server(security).handler(new EchoHandler()).build();
        Messenger other = Ends.client(security).handler(echoes).build();
        Messenger client =
            Messenger.builder(CLIENT)
                .auth(security.client(CLIENT))
                .policy(Policy.losslessPeer())
                .handler(handler)
                .build()) {
      Connection connection = Ends.dial(client, Ends.listen(server));
      Ends.await(connection.ready());
      ByteBuf data = Unpooled.directBuffer(dataBytes).writeZero(dataBytes);
      data.release();
      connection.send(Message.of(7, Unpooled.EMPTY_BUFFER, data));

      assertThat(Ends.await(end).failure().kind()).isEqualTo(Kind.INTERNAL);
      assertThat(Ends.await(end)).hasMessageContaining("type 7").hasMessageContaining("released");
      LogLines.Line line = log.next();
      assertThat(line.level()).isEqualTo(Level.ERROR);
      assertThat(line.text()).contains("osd.0 at " + server.addresses(), "unexpected failure");
      assertThat(Ends.await(connection.close()).undelivered()).isEqualTo(1);
      Connection another = Ends.dial(other, server.addresses());
      another.send(Answers.request(1, 10));
      assertThat(echoes.next()).isEqualTo(1L);
    }
  }
}
