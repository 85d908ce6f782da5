// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthClient;
import io.msgr2.auth.AuthServer;
import io.msgr2.auth.none.NoneClient;
import io.msgr2.auth.none.NoneServer;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.Revision;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SessionTest {
  private static final AuthClient NONE = new NoneClient(EntityName.client("4000"));
  private static final AuthServer NONE_SERVER = new NoneServer(EntityType.OSD, () -> 1);

  @Test
  void both_sides_become_ready_and_messages_arrive() {
    try (SessionPair pair =
        new SessionPair(
            SessionPair.clientConfig(), SessionPair.serverConfig(), NONE, NONE_SERVER)) {
      pair.settle();
      assertThat(pair.clientEvents).hasSize(1);
      ConnectionInfo info = ((SessionEvent.Ready) pair.clientEvents.get(0)).info();
      assertThat(info.peer()).hasToString("osd.0");
      assertThat(info.revision()).isEqualTo(Revision.V2_1);
      assertThat(info.mode()).isEqualTo(ConnectionMode.CRC);
      assertThat(info.localAddresses()).hasToString("any:127.0.0.1:0/99");
      assertThat(info.lossy()).isTrue();

      pair.client.send(
          Message.builder(2)
              .tid(7)
              .data(Unpooled.copiedBuffer("ping", StandardCharsets.US_ASCII))
              .build());
      pair.settle();
      Message received = (Message) pair.serverEvents.get(1);
      assertThat(received.tid()).isEqualTo(7);
      assertThat(received.seq()).isEqualTo(1);
      assertThat(received.data().toString(StandardCharsets.US_ASCII)).isEqualTo("ping");
    }
  }
}
