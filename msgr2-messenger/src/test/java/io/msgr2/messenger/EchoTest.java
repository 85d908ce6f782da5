// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.frame.Banner;
import io.msgr2.frame.Revision;
import io.msgr2.session.ConnectionInfo;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Two messengers on loopback, in every combination of transport, revision and protection. */
class EchoTest {
  private static final int MESSAGES = 10_000;

  static List<Arguments> combinations() {
    List<Arguments> all = new ArrayList<>();
    for (Transport transport : Ends.transports()) {
      for (Revision revision : Revision.values()) {
        for (Security security : Security.values()) {
          all.add(Arguments.of(transport, revision, security));
        }
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void ten_thousand_messages_come_back_in_order(
      Transport transport, Revision revision, Security security) throws Exception {
    Answers answers = new Answers(MESSAGES);
    try (Messenger server = server(transport, security).handler(new EchoHandler()).build();
        Messenger client = client(transport, revision, security).handler(answers).build()) {
      EntityAddressVector address = Ends.listen(server);

      Connection connection = Ends.dial(client, address);
      for (int i = 0; i < MESSAGES; i++) {
        assertThat(connection.send(Answers.request(i, i % 300))).isTrue();
      }

      assertThat(Ends.await(answers.all())).isEqualTo(MESSAGES);
      ConnectionInfo info = Ends.await(connection.ready());
      assertThat(info.revision()).isEqualTo(revision);
      assertThat(info.mode()).isEqualTo(security.mode);
      assertThat(client.transport()).isEqualTo(transport);
      assertThat(Ends.await(connection.close())).isEqualTo(CloseReport.CLEAN);
    }
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void messages_of_every_size_come_back(Transport transport, Revision revision, Security security)
      throws Exception {
    int[] sizes = {
      0,
      1,
      15,
      16,
      17,
      47,
      48,
      49,
      2047,
      2048,
      2049,
      4096,
      65_535,
      65_536,
      70_000,
      1 << 20,
      (5 << 20) - 1,
      5 << 20,
      3,
      0,
      5 << 20,
      1
    };
    Answers answers = new Answers(sizes.length);
    try (Messenger server = server(transport, security).handler(new EchoHandler()).build();
        Messenger client = client(transport, revision, security).handler(answers).build()) {
      Connection connection = Ends.dial(client, Ends.listen(server));

      for (int i = 0; i < sizes.length; i++) {
        connection.send(Answers.request(i, sizes[i]));
      }

      assertThat(Ends.await(answers.all())).isEqualTo(sizes.length);
      assertThat(Ends.await(connection.close())).isEqualTo(CloseReport.CLEAN);
    }
  }

  private static MessengerBuilder server(Transport transport, Security security) {
    return Ends.server(security).transport(transport);
  }

  private static MessengerBuilder client(
      Transport transport, Revision revision, Security security) {
    return Ends.client(security)
        .transport(transport)
        .msgr2Features(revision == Revision.V2_1 ? Banner.REVISION_1 : 0);
  }
}
