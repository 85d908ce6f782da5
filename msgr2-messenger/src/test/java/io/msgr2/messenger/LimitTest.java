// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityName;
import io.msgr2.codec.Violation;
import io.msgr2.frame.FrameLimits;
import io.msgr2.session.Features;
import io.msgr2.session.SessionFailure.Kind;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class LimitTest {
  @Test
  void connections_that_do_not_finish_their_handshake_are_limited() throws Exception {
    EntityName name = EntityName.osd(106);
    try (LogLines log = new LogLines(name);
        Messenger server =
            Messenger.builder(name)
                .auth(Security.NONE_CRC.server())
                .handler(new EchoHandler())
                .halfOpenLimit(2)
                .build();
        Messenger client = Ends.client(Security.NONE_CRC).build()) {
      EntityAddress address = Ends.listen(server).front();
      Connection established = Ends.dial(client, server.addresses());
      Ends.await(established.ready());
      try (RawPeer first = RawPeer.dial(address);
          RawPeer second = RawPeer.dial(address)) {
        first.hello(address);
        second.hello(address);
        assertThat(server.counters().halfOpen()).isEqualTo(2);

        Connection third = Ends.dialAnother(client, server.addresses());

        assertThat(Ends.failure(third.ready()).failure().kind()).isEqualTo(Kind.DISCONNECTED);
        LogLines.Line line = log.next();
        assertThat(line.level()).isEqualTo(Level.WARN);
        assertThat(line.text()).contains("turned away: 2 others");
        assertThat(server.counters().turnedAway()).isEqualTo(1);
      }
      log.next();
      log.next();
      Connection fourth = Ends.dialAnother(client, server.addresses());
      Ends.await(fourth.ready());
      assertThat(server.counters().halfOpen()).isZero();
      assertThat(established.send(Answers.request(1, 1))).isTrue();
    }
  }

  @Test
  void a_message_that_is_longer_than_the_messenger_allows_ends_its_session() throws Exception {
    Echoes events = new Echoes();
    try (Messenger server =
            Ends.server(Security.NONE_CRC)
                .limits(new FrameLimits(64 * 1024, 10_000))
                .handler(new EchoHandler())
                .build();
        Messenger client = Ends.client(Security.NONE_CRC).handler(events).build()) {
      Connection connection = Ends.dial(client, Ends.listen(server));
      connection.send(Answers.request(1, 5_000));
      assertThat(events.next()).isEqualTo(1L);
      connection.send(Answers.request(2, 10_000));
      assertThat(events.next()).isInstanceOf(ConnectionException.class);
      assertThat(server.counters().violations(Violation.SEGMENT_TOO_LARGE)).isEqualTo(1);
    }
  }

  @Test
  void peers_agree_on_the_features_that_both_have() throws Exception {
    long half = Features.MSG_ADDR2 | 0xff;
    try (Messenger server = Ends.server(Security.NONE_CRC).build();
        Messenger client = Ends.client(Security.NONE_CRC).features(half).build()) {
      Connection connection = Ends.dial(client, Ends.listen(server));
      assertThat(Ends.await(connection.ready()).features()).isEqualTo(half & Features.SUPPORTED);
    }
  }

  @Test
  void somebody_has_to_be_let_in() {
    assertThatThrownBy(() -> Ends.server(Security.NONE_CRC).halfOpenLimit(0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
