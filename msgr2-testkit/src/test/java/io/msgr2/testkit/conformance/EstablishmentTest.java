// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityType;
import io.msgr2.frame.Tag;
import io.msgr2.handshake.Interceptor.Point;
import io.msgr2.session.Phase;
import io.msgr2.session.Policy;
import io.msgr2.testkit.fault.FaultPlan;
import io.msgr2.testkit.rig.SimConnection;
import io.msgr2.testkit.rig.TcpConnection;
import org.junit.jupiter.api.Test;

/** How sessions come about and come back, as an application sees it. */
class EstablishmentTest {
  @Test
  @Scenario("AM-01")
  void of_two_dials_that_cross_the_one_from_the_lower_address_survives() {
    try (Pair pair =
        Pair.of(
                Policy.losslessPeerReuse(),
                Policy.losslessPeerReuse(),
                "BLOCK CLIENT_IDENT/W",
                "BLOCK CLIENT_IDENT/W")
            .bindClient()
            .start()) {
      SimConnection ofServer = pair.server.dial(pair.client);
      ofServer.send(Talker.ping(1));
      SimConnection ofClient = pair.client.dial(pair.server);
      ofClient.send(Talker.ping(2));
      pair.await(() -> pair.serverPlan.hasHeld() && pair.clientPlan.hasHeld());
      pair.server.messenger().unblock();
      pair.client.messenger().unblock();
      pair.await(() -> pair.server.heard().size() + pair.client.heard().size() == 2);
      pair.world.run(5000);
      assertThat(ofServer.isReady() && ofClient.isReady()).isTrue();
      assertThat(pair.server.sessionCount(ofServer)).isEqualTo(1);
      assertThat(pair.client.sessionCount(ofClient)).isEqualTo(1);
      assertThat(ofServer.info().orElseThrow().peer().type()).isEqualTo(EntityType.CLIENT);
      assertThat(ofClient.info().orElseThrow().peer().type()).isEqualTo(EntityType.OSD);
      assertThat(pair.world.network().connections())
          .singleElement()
          .extracting(it -> it.dialler().host())
          .isSameAs(pair.server.messenger().host());
    }
  }

  @Test
  @Scenario("AM-02")
  void a_server_that_fails_before_its_ident_goes_on_with_the_same_session() {
    try (Pair pair =
        Pair.of(Policy.statefulServer(), Pair.lossyClient(), "BLOCK SERVER_IDENT/W", "").start()) {
      SimConnection ofClient = pair.client.dial(pair.server);
      ofClient.send(Talker.ping(1));
      pair.await(pair.serverPlan::hasHeld);
      SimConnection ofServer = pair.server.last();
      ofServer.send(Talker.ping(2));
      failAndGoOn(pair);
      pair.await(() -> pair.server.heard().size() + pair.client.heard().size() == 2);
      pair.world.run(5000);
      assertThat(pair.server.messenger().connections()).containsExactly(ofServer);
      assertThat(ofServer.isReady() && ofClient.isReady()).isTrue();
      assertThat(pair.server.sessionCount(ofServer)).isEqualTo(1);
      assertThat(pair.client.sessionCount(ofClient)).isEqualTo(1);
      assertThat(pair.client.takeEvents()).containsExactly("connected");
    }
  }

  @Test
  @Scenario("AM-03")
  void a_peer_with_something_to_say_dials_a_client_that_rests_without_a_session() {
    try (Pair pair =
        Pair.of(Policy.losslessPeer(), Policy.losslessPeer(), "BLOCK SERVER_IDENT/W", "")
            .bindClient()
            .start()) {
      SimConnection ofClient = pair.client.dial(pair.server);
      pair.await(pair.serverPlan::hasHeld);
      SimConnection ofServer = pair.server.last();
      ofServer.send(Talker.ping(2));
      pair.world.network().connections().forEach(TcpConnection::cut);
      assertThat(ofClient.phase()).isEqualTo(Phase.STANDBY);
      pair.server.messenger().unblock();
      pair.await(() -> pair.client.heard().size() == 1);
      pair.world.run(5000);
      assertThat(ofServer.isReady() && ofClient.isReady()).isTrue();
      assertThat(pair.client.sessionCount(ofClient)).isEqualTo(1);
      assertThat(pair.server.sessionCount(ofServer)).isZero();
      assertThat(pair.serverPlan.of(ofServer.session())).hasToString("C 1/1/1/0 A 1/1/0/0 R 0/0");
      assertThat(pair.clientPlan.passes(Point.write(Tag.SESSION_RESET))).isEqualTo(1);
      assertThat(pair.server.takeEvents()).containsExactly("accepted", "connected");
      assertThat(pair.client.takeEvents()).containsExactly("accepted");
    }
  }

  @Test
  @Scenario("AM-04")
  void a_session_is_resumed_by_the_one_who_may_dial() {
    try (Pair pair =
        Pair.of(Policy.statefulServer(), Policy.losslessPeer(), "", "FAULT MESSAGE/R #2")
            .startEchoing()) {
      exchangeUntilTheFault(pair);
      pair.await(() -> pair.client.heard().size() == 3);
      assertThat(pair.client.heard()).containsExactly(1L, 2L, 3L);
      assertThat(written(pair.clientPlan, Tag.SESSION_RECONNECT)).isEqualTo(1);
      assertThat(written(pair.clientPlan, Tag.SESSION_RECONNECT_OK)).isZero();
      assertThat(written(pair.serverPlan, Tag.SESSION_RECONNECT)).isZero();
      assertThat(written(pair.serverPlan, Tag.SESSION_RECONNECT_OK)).isEqualTo(1);
    }
  }

  @Test
  @Scenario("AM-05")
  void of_two_attempts_to_resume_the_one_from_the_lower_address_succeeds() {
    try (Pair pair =
        Pair.of(
                Policy.losslessPeer(),
                Policy.losslessPeer(),
                "BLOCK SESSION_RECONNECT/W",
                "FAULT MESSAGE/R #2, BLOCK SESSION_RECONNECT/W")
            .bindClient()
            .startEchoing()) {
      exchangeUntilTheFault(pair);
      pair.await(() -> pair.serverPlan.hasHeld() && pair.clientPlan.hasHeld());
      pair.server.messenger().unblock();
      pair.client.messenger().unblock();
      pair.await(() -> pair.client.heard().size() == 3);
      assertThat(pair.client.heard()).containsExactly(1L, 2L, 3L);
      assertThat(written(pair.clientPlan, Tag.SESSION_RECONNECT)).isEqualTo(1);
      assertThat(written(pair.clientPlan, Tag.SESSION_RECONNECT_OK)).isEqualTo(1);
      assertThat(written(pair.serverPlan, Tag.SESSION_RECONNECT_OK)).isZero();
      int retries = written(pair.clientPlan, Tag.SESSION_RETRY_GLOBAL);
      assertThat(retries).isLessThanOrEqualTo(1);
      assertThat(written(pair.serverPlan, Tag.SESSION_RECONNECT)).isEqualTo(1 + retries);
    }
  }

  /** Two pings, of which the answer to the second one breaks the connection, and another one. */
  private static void exchangeUntilTheFault(Pair pair) {
    SimConnection ofClient = pair.client.dial(pair.server);
    ofClient.send(Talker.ping(1));
    pair.await(() -> pair.client.heard().size() == 1);
    ofClient.send(Talker.ping(2));
    pair.await(() -> pair.clientPlan.carriedOut() > 0);
    ofClient.send(Talker.ping(3));
  }

  private static void failAndGoOn(Pair pair) {
    pair.world.network().connections().forEach(TcpConnection::cut);
    pair.server.messenger().unblock();
  }

  private static int written(FaultPlan plan, Tag tag) {
    return plan.passes(Point.write(tag));
  }
}
