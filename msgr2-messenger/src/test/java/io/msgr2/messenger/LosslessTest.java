// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.session.Policy;
import io.msgr2.testkit.proxy.Fault;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions that keep their messages while their TCP connections are cut. */
class LosslessTest {
  private static final int MESSAGES = 5_000;
  private static final int SENT_BEFORE = 4_000;
  private static final int CUTS = 15;

  static List<Arguments> combinations() {
    List<Arguments> all = new ArrayList<>();
    for (Transport transport : Ends.transports()) {
      for (Security security : List.of(Security.NONE_CRC, Security.CEPHX_SECURE)) {
        for (Fault cut : List.of(Fault.RESET, Fault.FINISH)) {
          all.add(Arguments.of(transport, security, cut));
        }
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void two_peers_that_dial_each_other_lose_nothing(
      Transport transport, Security security, Fault cut) throws Exception {
    try (Proxied one =
            Proxied.start(
                Proxied.builder(1, Policy.losslessPeer(), security).transport(transport));
        Proxied two =
            Proxied.start(
                Proxied.builder(2, Policy.losslessPeer(), security).transport(transport))) {
      Connection there = one.connect(two);
      Connection back = two.connect(one);

      exchangeWhileCut(one, there, two, back, cut);

      assertThat(one.journal().connections()).containsExactly(there);
      assertThat(two.journal().connections()).containsExactly(back);
    }
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void a_client_and_a_server_that_keeps_its_session_lose_nothing(
      Transport transport, Security security, Fault cut) throws Exception {
    try (Proxied client =
            Proxied.start(
                Proxied.builder(1, Policy.losslessClient(), security).transport(transport));
        Proxied server =
            Proxied.start(
                Proxied.builder(2, Policy.statefulServer(), security).transport(transport))) {
      Connection there = client.connect(server);
      Ends.await(there.ready());
      Connection back = server.journal().connection();

      exchangeWhileCut(client, there, server, back, cut);

      assertThat(client.messenger().counters().accepted()).isZero();
      assertThat(server.messenger().counters().connected()).isZero();
    }
  }

  private static void exchangeWhileCut(
      Proxied one, Connection there, Proxied two, Connection back, Fault cut) throws Exception {
    send(there, back, 0, SENT_BEFORE);
    for (int i = 0; i < CUTS; i++) {
      one.journal().awaitAtLeast(i * SENT_BEFORE / CUTS);
      one.proxy().inject(cut);
      two.proxy().inject(cut);
    }
    // However fast the others were, these need a connection that comes after a cut.
    send(there, back, SENT_BEFORE, MESSAGES);

    one.journal().awaitMessages(MESSAGES);
    two.journal().awaitMessages(MESSAGES);

    assertThat(one.messenger().counters().resumed()).isPositive();
    for (Proxied each : List.of(one, two)) {
      assertThat(each.journal().connections()).hasSize(1);
      assertThat(each.journal().events(1)).doesNotContain("reset", "remoteReset", "refused");
    }
  }

  private static void send(Connection there, Connection back, int from, int to) {
    for (int i = from; i < to; i++) {
      assertThat(there.send(Answers.request(i, i % 2000))).isTrue();
      assertThat(back.send(Answers.request(i, i % 3000))).isTrue();
    }
  }
}
