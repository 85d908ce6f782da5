// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.frame.Banner;
import io.msgr2.frame.ControlFrame;
import io.msgr2.rig.Rig;
import io.msgr2.rig.ScriptedPeer;
import io.msgr2.rig.SessionEndpoint;
import io.msgr2.rig.Setup;
import io.msgr2.rig.Variant;
import io.msgr2.session.SessionFailure.Kind;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineTest {
  private static final Timeouts TIMEOUTS = new Timeouts(1_000, 2_000, 3_000, 500);

  private static Setup setup(Variant variant) {
    Setup setup = variant.setup();
    setup.client.timeouts(TIMEOUTS);
    setup.server.timeouts(TIMEOUTS);
    return setup;
  }

  private static Setup setup() {
    return setup(Variant.PLAIN);
  }

  private static void assertTimeout(SessionEndpoint endpoint, String step, int timeoutMs) {
    SessionFailure failure = endpoint.failure();
    assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(failure.step()).isEqualTo(step);
    assertThat(failure.errno()).isEqualTo(110);
    assertThat(failure.detail()).contains(timeoutMs + " ms");
    assertThat(failure.violation()).isEmpty();
    assertThat(endpoint.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void a_tcp_connection_has_to_be_made_in_time() {
    try (SessionEndpoint client = setup().dialling()) {
      long deadline = Rig.START_NANOS + 1_000_000_000;
      assertThat(client.deadlineNanos()).isEqualTo(deadline);
      client.deadlinePassed(deadline - 1);
      assertThat(client.isClosed()).isFalse();
      client.deadlinePassed(deadline);
      assertTimeout(client, "TCP connection", 1_000);
    }
  }

  @Test
  void a_refused_tcp_connection_is_told_from_a_broken_one() {
    try (SessionEndpoint client = setup().dialling()) {
      client.transport().closed("connection refused", SessionFailure.ECONNREFUSED, Rig.START_NANOS);
      client.poll();
      assertThat(client.failure())
          .isEqualTo(
              SessionFailure.of(Kind.UNREACHABLE, "TCP connection", "connection refused", 111));
    }
  }

  @Test
  void the_handshakes_time_begins_with_the_tcp_connection() {
    try (SessionEndpoint client = setup().dialling()) {
      long opened = Rig.START_NANOS + 900_000_000;
      client.transport().opened(opened);
      assertThat(client.deadlineNanos()).isEqualTo(opened + 2_000_000_000L);
    }
  }

  /** How far a peer goes before it falls silent, and what the other side then waits for. */
  enum Silence {
    AT_ONCE("banner", "banner"),
    AFTER_BANNER("HELLO", "HELLO"),
    AFTER_HELLO("AUTH_REPLY_MORE, AUTH_DONE or AUTH_BAD_METHOD", "AUTH_REQUEST"),
    AFTER_AUTHENTICATION("AUTH_SIGNATURE", "AUTH_SIGNATURE"),
    AFTER_SIGNATURE("SERVER_IDENT", "CLIENT_IDENT or SESSION_RECONNECT");

    private final String connectorWaitsFor;
    private final String acceptorWaitsFor;

    Silence(String connectorWaitsFor, String acceptorWaitsFor) {
      this.connectorWaitsFor = connectorWaitsFor;
      this.acceptorWaitsFor = acceptorWaitsFor;
    }

    void fall(ScriptedPeer peer, boolean connector) {
      switch (this) {
        case AT_ONCE -> {}
        case AFTER_BANNER -> peer.exchangesBanners();
        case AFTER_HELLO -> peer.greets();
        case AFTER_AUTHENTICATION -> {
          peer.greets();
          var unused = connector ? peer.asks() : peer.answers();
        }
        case AFTER_SIGNATURE -> peer.logsIn();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_connector_waits_only_so_long_for_each_step_of_the_handshake(Silence silence) {
    for (Variant variant : Variant.all().toList()) {
      try (var rig = setup(variant).scriptedServer()) {
        silence.fall(rig.server, false);
        rig.advance(1_999);
        assertThat(rig.client.isClosed()).isFalse();
        rig.advance(1);
        assertTimeout(rig.client, silence.connectorWaitsFor, 2_000);
        assertThat(rig.isConnected()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_acceptor_waits_only_so_long_for_each_step_of_the_handshake(Silence silence) {
    for (Variant variant : Variant.all().toList()) {
      try (var rig = setup(variant).scriptedClient()) {
        silence.fall(rig.client, true);
        rig.advance(1_999);
        assertThat(rig.server.isClosed()).isFalse();
        rig.advance(1);
        assertTimeout(rig.server, silence.acceptorWaitsFor, 2_000);
        assertThat(rig.isConnected()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void single_bytes_do_not_prolong_the_handshake(boolean connectorIsSlow) {
    byte[] banner = new Banner(1, 0).toBytes();
    Rig<?, ?> rig = connectorIsSlow ? setup().scriptedClient() : setup().scriptedServer();
    try (rig) {
      ScriptedPeer slow = (ScriptedPeer) (connectorIsSlow ? rig.client : rig.server);
      SessionEndpoint other = (SessionEndpoint) (connectorIsSlow ? rig.server : rig.client);
      for (int i = 0; i < 19; i++) {
        slow.sends(new byte[] {banner[i]});
        rig.advance(100);
        assertThat(other.isClosed()).isFalse();
      }
      slow.sends(new byte[] {banner[19]});
      rig.advance(100);
      assertTimeout(other, "banner", 2_000);
    }
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#all")
  void an_idle_session_ends(Variant variant) {
    try (var rig = setup(variant).sessions()) {
      rig.settle();
      rig.advance(2_999);
      assertThat(rig.client.isReady() && rig.server.isReady()).isTrue();
      rig.advance(1);
      assertTimeout(rig.client, "MESSAGE, ACK or KEEPALIVE2", 3_000);
      assertTimeout(rig.server, "MESSAGE, ACK or KEEPALIVE2", 3_000);
    }
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#all")
  void what_is_received_keeps_a_session_alive(Variant variant) {
    try (var rig = setup(variant).scriptedClient()) {
      rig.client.becomesReady();
      rig.advance(2_000);
      rig.client.sendsMessage(1, "I am here").hearsNothing();
      rig.advance(2_999);
      assertThat(rig.server.isReady()).isTrue();
      rig.advance(1);
      assertTimeout(rig.server, "MESSAGE, ACK or KEEPALIVE2", 3_000);
    }
  }

  @Test
  void a_part_of_a_frame_keeps_a_session_alive() {
    try (var rig = setup().scriptedClient()) {
      rig.client.becomesReady();
      rig.advance(2_000);
      rig.client.sends(new byte[] {(byte) 17}).hearsNothing();
      rig.advance(2_999);
      assertThat(rig.server.isReady()).isTrue();
      rig.advance(1);
      assertTimeout(rig.server, "MESSAGE, ACK or KEEPALIVE2", 3_000);
    }
  }

  @Test
  void what_is_transmitted_keeps_a_session_alive() {
    try (var rig = setup().scriptedClient()) {
      rig.client.becomesReady();
      rig.advance(2_000);
      rig.server.send("are you there?");
      rig.advance(2_999);
      assertThat(rig.server.isReady()).isTrue();
      rig.advance(1);
      assertTimeout(rig.server, "MESSAGE, ACK or KEEPALIVE2", 3_000);
    }
  }

  @Test
  void what_cannot_be_transmitted_does_not() {
    try (var rig = setup().scriptedClient()) {
      rig.client.becomesReady();
      rig.toClient.block();
      rig.advance(2_000);
      rig.server.send("are you there?");
      rig.advance(1_000);
      assertTimeout(rig.server, "MESSAGE, ACK or KEEPALIVE2", 3_000);
    }
  }

  @Test
  void keepalives_keep_both_sides_alive() {
    try (var rig = setup().sessions()) {
      rig.settle();
      for (int i = 0; i < 10; i++) {
        rig.client.session().keepalive(Instant.ofEpochSecond(i), rig.nowNanos());
        rig.advance(2_900);
      }
      assertThat(rig.client.isReady() && rig.server.isReady()).isTrue();
      assertThat(rig.client.keepaliveAcks()).hasSize(10);
    }
  }

  @Test
  void closing_takes_only_so_long() {
    try (var rig = setup().scriptedServer()) {
      rig.server.becomesReady();
      rig.toServer.block();
      for (int i = 0; i < 100; i++) {
        rig.client.send("x".repeat(10_000));
      }
      rig.client.session().close(rig.nowNanos());
      rig.server.sendsMessage(1, "still talking");
      rig.advance(400);
      rig.server.sends(new ControlFrame.Keepalive2(1, 1));
      rig.advance(99);
      assertThat(rig.client.isClosed()).isFalse();
      rig.advance(1);
      assertTimeout(rig.client, "queued messages to be transmitted", 500);
      assertThat(rig.client.undelivered())
          .isPositive()
          .isEqualTo((int) (100 - rig.client.session().messagesSent()));
      assertThat(rig.client.data()).containsExactly("still talking");
    }
  }
}
