// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityName;
import io.msgr2.session.SessionFailure.Kind;
import org.junit.jupiter.api.Test;

class LoginTest {
  @Test
  void a_refused_login_is_counted_and_told_on_both_sides() throws Exception {
    EntityName name = EntityName.osd(107);
    Echoes events = new Echoes();
    try (LogLines log = new LogLines(name);
        Messenger server = Messenger.builder(name).auth(Security.CEPHX_SECURE.server()).build();
        Messenger client = Ends.client(Security.NONE_CRC).handler(events).build()) {
      Connection connection = Ends.dial(client, Ends.listen(server));
      connection.send(Answers.request(1, 10));

      ConnectionException why = Ends.failure(connection.ready());

      assertThat(why.failure().kind()).isEqualTo(Kind.AUTHENTICATION);
      assertThat(why)
          .hasMessageContaining("waiting for AUTH_REPLY_MORE, AUTH_DONE or AUTH_BAD_METHOD")
          .hasMessageContaining("allowed methods cephx");
      assertThat(events.next()).isSameAs(why);
      assertThat(Ends.await(connection.close()).undelivered()).isEqualTo(1);
      assertThat(log.next().text()).contains("waiting for AUTH_REQUEST (1 refused so far");
      assertThat(server.counters().refusedLogins()).isEqualTo(1);
      assertThat(server.counters().accepted()).isZero();
    }
  }
}
