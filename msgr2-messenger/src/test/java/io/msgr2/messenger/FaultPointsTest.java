// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.session.Policy;
import io.msgr2.testkit.fault.FaultPlan;
import io.msgr2.testkit.proxy.Fault;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Planned faults on real sockets. */
class FaultPointsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "FAULT SOCKET_CONNECTING",
        "FAULT BANNER_WRITE",
        "FAULT BANNER_READ",
        "FAULT HELLO/W",
        "FAULT AUTH_DONE/R",
        "FAULT CLIENT_IDENT/W",
        "FAULT SERVER_IDENT/R",
        "FAULT MESSAGE/W",
        "FAULT MESSAGE/W, FAULT SESSION_RECONNECT/W",
        "FAULT MESSAGE/W, FAULT SESSION_RECONNECT_OK/R",
        "BLOCK SOCKET_CONNECTING",
        "BLOCK BANNER_READ",
        "BLOCK CLIENT_IDENT/W",
        "BLOCK SERVER_IDENT/R",
        "BLOCK MESSAGE/W",
        "STALL CLIENT_IDENT/W",
        "STALL SERVER_IDENT/R",
        "STALL MESSAGE/W"
      })
  void a_session_survives_a_fault_of_its_client(String planned) throws Exception {
    FaultPlan plan = FaultPlan.parse(planned);
    try (Proxied client =
            Proxied.start(
                Proxied.builder(1, Policy.losslessClient(), Security.NONE_CRC).faultPoints(plan));
        Proxied server =
            Proxied.start(Proxied.builder(2, Policy.statefulServer(), Security.NONE_CRC))) {
      Connection there = client.connect(server);
      there.send(Answers.request(0, 100));
      if (!planned.startsWith("FAULT")) {
        Ends.until(plan::hasHeld);
        server.proxy().inject(Fault.RESET);
        client.messenger().unblock();
      }

      server.journal().awaitMessages(1);
      Ends.until(() -> server.messenger().counters().open() == 1);

      plan.assertCarriedOut();
      assertThat(server.journal().connections()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FAULT CLIENT_IDENT/R",
        "FAULT SERVER_IDENT/W",
        "FAULT MESSAGE/R",
        "FAULT MESSAGE/R, FAULT SESSION_RECONNECT/R",
        "FAULT MESSAGE/R, FAULT SESSION_RECONNECT_OK/W",
        "BLOCK CLIENT_IDENT/R",
        "STALL SERVER_IDENT/W"
      })
  void a_session_survives_a_fault_of_its_server(String planned) throws Exception {
    FaultPlan plan = FaultPlan.parse(planned);
    try (Proxied client =
            Proxied.start(Proxied.builder(1, Policy.losslessClient(), Security.NONE_CRC));
        Proxied server =
            Proxied.start(
                Proxied.builder(2, Policy.statefulServer(), Security.NONE_CRC).faultPoints(plan))) {
      Connection there = client.connect(server);
      there.send(Answers.request(0, 100));
      if (!planned.startsWith("FAULT")) {
        Ends.until(plan::hasHeld);
        server.messenger().unblock();
      }

      server.journal().awaitMessages(1);

      plan.assertCarriedOut();
      assertThat(plan.connections()).isNotEmpty();
    }
  }
}
