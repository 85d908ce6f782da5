// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.codec.Violation;
import io.msgr2.frame.ControlFrame;
import io.msgr2.rig.Rig;
import io.msgr2.rig.ScriptedPeer;
import io.msgr2.rig.SessionEndpoint;
import io.msgr2.rig.Setup;
import io.msgr2.rig.Variant;
import org.junit.jupiter.api.Test;

/** A lossless session that dials, against a server that says what the test wants. */
class LosslessConnectorTest {
  private static final long SERVER_COOKIE = 77;

  private static Setup setup() {
    Setup setup = Variant.PLAIN.setup();
    setup.client.policy(Policy.losslessPeer());
    setup.client.addresses(EntityAddressVector.of(EntityAddress.parse("v2:127.0.0.2:6801/5")));
    return setup;
  }

  private static ControlFrame.ServerIdent ident(long flags, long cookie) {
    return new ControlFrame.ServerIdent(
        EntityAddressVector.of(Setup.SERVER),
        0,
        1,
        Features.SUPPORTED,
        Features.MSG_ADDR2,
        flags,
        cookie);
  }

  /** Returns a session that has sent three messages, of which the server acknowledged one. */
  private static Rig<SessionEndpoint, ScriptedPeer> withTwoUnacknowledged(Setup setup) {
    var rig = setup.scriptedServer();
    rig.server.logsIn().hears(ControlFrame.ClientIdent.class);
    rig.server.sends(ident(0, SERVER_COOKIE));
    for (int i = 1; i <= 3; i++) {
      rig.client.send("message " + i);
      assertThat(rig.server.hearsMessage().header().seq()).isEqualTo(i);
    }
    rig.server.sends(new ControlFrame.Ack(1));
    rig.settle();
    return rig;
  }

  private static Rig<SessionEndpoint, ScriptedPeer> again(
      Setup setup, Rig<SessionEndpoint, ScriptedPeer> before) {
    before.cut();
    Session session = before.client.session();
    if (session.phase() == Phase.WAIT) {
      session.deadlinePassed(session.deadlineNanos());
    }
    var rig = setup.scriptedServerFor(before.client);
    rig.server.logsIn();
    return rig;
  }

  @Test
  void a_fresh_session_shows_a_cookie_and_no_flag() {
    try (var rig = setup().scriptedServer()) {
      var ident = rig.server.logsIn().hears(ControlFrame.ClientIdent.class);
      assertThat(ident.cookie()).isNotZero();
      assertThat(ident.flags()).isZero();
    }
  }

  @Test
  void what_was_not_acknowledged_is_sent_again_under_its_old_numbers() {
    Setup setup = setup();
    var first = withTwoUnacknowledged(setup);
    first.server.sendsMessage(1, "from the server");
    first.settle();
    try (var rig = again(setup, first)) {
      var reconnect = rig.server.hears(ControlFrame.SessionReconnect.class);
      assertThat(reconnect.serverCookie()).isEqualTo(SERVER_COOKIE);
      assertThat(reconnect.clientCookie()).isNotZero();
      assertThat(reconnect.connectSeq()).isEqualTo(1);
      assertThat(reconnect.msgSeq()).isEqualTo(1);
      rig.client.send("message 4");
      rig.server.sends(new ControlFrame.SessionReconnectOk(2));
      var third = rig.server.hearsMessage();
      assertThat(third.header().seq()).isEqualTo(3);
      assertThat(third.data()).isEqualTo("message 3");
      assertThat(rig.server.hearsMessage().header().seq()).isEqualTo(4);
      rig.server.hearsNothing();
    }
  }

  @Test
  void a_session_keeps_the_address_that_it_began_with_wherever_it_is_seen_to_be_now() {
    Setup setup = Variant.PLAIN.setup();
    setup.client.policy(Policy.losslessClient());
    var first = withTwoUnacknowledged(setup);
    EntityAddressVector addresses = first.client.info().localAddresses();
    first.cut();
    try (var rig = setup.scriptedServerFor(first.client)) {
      rig.server.sees(EntityAddress.parse("v2:127.0.0.9:40000/0")).logsIn();
      var reconnect = rig.server.hears(ControlFrame.SessionReconnect.class);
      assertThat(reconnect.addresses()).isEqualTo(addresses);
      rig.server.sends(new ControlFrame.SessionReset(true));
      assertThat(rig.server.hears(ControlFrame.ClientIdent.class).addresses()).isEqualTo(addresses);
    }
  }

  @Test
  void room_that_is_made_while_a_session_dials_is_no_news_to_it() {
    Setup setup = setup();
    var first = withTwoUnacknowledged(setup);
    first.cut();
    Session session = first.client.session();
    assertThat(session.phase()).isEqualTo(Phase.CONNECTING);
    session.roomMade(0);
    assertThat(session.phase()).isEqualTo(Phase.CONNECTING);
    try (var rig = setup.scriptedServerFor(first.client)) {
      rig.server.logsIn().hears(ControlFrame.SessionReconnect.class);
    }
  }

  @Test
  void an_acknowledgement_rides_on_a_message() {
    Setup setup = setup();
    var first = withTwoUnacknowledged(setup);
    first.server.sendsMessage(ScriptedPeer.header(1, 3), "acknowledges 3");
    first.settle();
    first.cut();
    assertThat(first.client.session().phase()).isEqualTo(Phase.STANDBY);
    first.close();
  }

  @Test
  void a_retry_is_answered_with_the_next_number_and_a_global_one_with_a_greater_one() {
    Setup setup = setup();
    try (var rig = again(setup, withTwoUnacknowledged(setup))) {
      var reconnect = rig.server.hears(ControlFrame.SessionReconnect.class);
      rig.server.sends(new ControlFrame.SessionRetry(41));
      var next = rig.server.hears(ControlFrame.SessionReconnect.class);
      assertThat(next.connectSeq()).isEqualTo(42);
      assertThat(next.globalSeq()).isEqualTo(reconnect.globalSeq());
      rig.server.sends(new ControlFrame.SessionRetryGlobal(1_000));
      var global = rig.server.hears(ControlFrame.SessionReconnect.class);
      assertThat(global.globalSeq()).isEqualTo(1_001);
      assertThat(global.connectSeq()).isEqualTo(42);
    }
  }

  @Test
  void a_server_that_never_agrees_is_asked_eight_times() {
    Setup setup = setup();
    try (var rig = again(setup, withTwoUnacknowledged(setup))) {
      for (int i = 0; i < 8; i++) {
        rig.server.hears(ControlFrame.SessionReconnect.class);
        rig.server.sends(new ControlFrame.SessionRetry(i));
      }
      rig.settle();
      assertThat(rig.client.session().phase()).isEqualTo(Phase.WAIT);
    }
  }

  @Test
  void a_global_seq_that_nobody_can_have_reached_is_refused() {
    Setup setup = setup();
    try (var rig = again(setup, withTwoUnacknowledged(setup))) {
      rig.server.hears(ControlFrame.SessionReconnect.class);
      rig.server.sends(new ControlFrame.SessionRetryGlobal(-1));
      rig.settle();
      assertThat(rig.client.session().phase()).isEqualTo(Phase.WAIT);
    }
  }

  @Test
  void a_full_reset_drops_what_is_queued_and_begins_anew_on_the_same_connection() {
    Setup setup = setup();
    var first = withTwoUnacknowledged(setup);
    try (var rig = again(setup, first)) {
      var reconnect = rig.server.hears(ControlFrame.SessionReconnect.class);
      rig.server.sends(new ControlFrame.SessionReset(true));
      var ident = rig.server.hears(ControlFrame.ClientIdent.class);
      assertThat(ident.cookie()).isNotZero().isNotEqualTo(reconnect.clientCookie());
      rig.server.sends(ident(0, SERVER_COOKIE + 1));
      rig.client.send("after the reset");
      var message = rig.server.hearsMessage();
      assertThat(message.header().seq()).isEqualTo(1);
      assertThat(message.data()).isEqualTo("after the reset");
      assertThat(rig.client.remoteResets()).containsExactly(2);
    }
  }

  @Test
  void a_reset_that_is_not_full_keeps_what_is_queued() {
    Setup setup = setup();
    var first = withTwoUnacknowledged(setup);
    first.server.sendsMessage(1, "before");
    first.settle();
    try (var rig = again(setup, first)) {
      var reconnect = rig.server.hears(ControlFrame.SessionReconnect.class);
      rig.server.sends(new ControlFrame.SessionReset(false));
      var ident = rig.server.hears(ControlFrame.ClientIdent.class);
      assertThat(ident.cookie()).isEqualTo(reconnect.clientCookie());
      rig.server.sends(ident(0, SERVER_COOKIE + 1));
      var message = rig.server.hearsMessage();
      assertThat(message.header().seq()).isEqualTo(1);
      assertThat(message.header().ackSeq()).isZero();
      assertThat(message.data()).isEqualTo("message 2");
      assertThat(rig.server.hearsMessage().header().seq()).isEqualTo(2);
      rig.server.sendsMessage(1, "numbered anew");
      rig.settle();
      assertThat(rig.client.data()).containsExactly("numbered anew");
      assertThat(rig.client.remoteResets()).isEmpty();
    }
  }

  @Test
  void a_number_is_not_used_twice_even_if_the_peer_has_seen_too_many() {
    Setup setup = setup();
    try (var rig = again(setup, withTwoUnacknowledged(setup))) {
      rig.server.hears(ControlFrame.SessionReconnect.class);
      rig.server.sends(new ControlFrame.SessionReconnectOk(10));
      rig.client.send("next");
      assertThat(rig.server.hearsMessage().header().seq()).isEqualTo(11);
    }
  }

  @Test
  void the_server_decides_that_a_session_is_lossy() {
    var rig = setup().scriptedServer();
    rig.server.logsIn().hears(ControlFrame.ClientIdent.class);
    rig.server.sends(ident(ControlFrame.LOSSY, 5));
    rig.settle();
    assertThat(rig.client.info().lossy()).isTrue();
    rig.cut();
    assertThat(rig.client.failure().kind()).isEqualTo(SessionFailure.Kind.DISCONNECTED);
    rig.close();
  }

  @Test
  void a_lossless_session_needs_a_cookie_of_the_server() {
    try (var rig = setup().scriptedServer()) {
      rig.server.logsIn().hears(ControlFrame.ClientIdent.class);
      rig.client.send("something to dial again for");
      rig.server.sends(ident(0, 0));
      rig.settle();
      assertThat(rig.client.session().phase()).isEqualTo(Phase.WAIT);
      assertThat(rig.client.interruptions().get(0).violation())
          .contains(Violation.PAYLOAD_MALFORMED);
    }
  }

  @Test
  void waits_become_longer_until_something_gets_through() {
    Setup setup = setup();
    setup.client.timeouts(new Timeouts(10_000, 10_000, 900_000, 5_000, new Backoff(100, 1_000, 0)));
    SessionEndpoint endpoint = setup.dialling();
    Session session = endpoint.session();
    endpoint.send("something to dial for");
    long now = Rig.START_NANOS;
    for (int waitMs : new int[] {100, 200, 400, 800, 1_000, 1_000}) {
      session.transport().closed("refused", SessionFailure.ECONNREFUSED, now);
      assertThat(session.phase()).isEqualTo(Phase.WAIT);
      assertThat(session.deadlineNanos() - now).isEqualTo(waitMs * 1_000_000L);
      now = session.deadlineNanos();
      session.deadlinePassed(now);
      assertThat(session.phase()).isEqualTo(Phase.CONNECTING);
    }
    session.markDown();
    endpoint.close();
  }

  @Test
  void a_session_gives_up_after_the_time_of_its_policy() {
    Setup setup = setup();
    setup.client.policy(Policy.losslessClient().givingUpAfterMs(500));
    setup.client.timeouts(new Timeouts(10_000, 10_000, 900_000, 5_000, new Backoff(300, 300, 0)));
    SessionEndpoint endpoint = setup.dialling();
    Session session = endpoint.session();
    session.transport().closed("refused", SessionFailure.ECONNREFUSED, Rig.START_NANOS);
    session.deadlinePassed(Rig.START_NANOS + 300_000_000L);
    session.transport().closed("refused", 111, Rig.START_NANOS + 499_000_000L);
    assertThat(session.phase()).isEqualTo(Phase.WAIT);
    session.deadlinePassed(session.deadlineNanos());
    session.transport().closed("refused", 111, Rig.START_NANOS + 800_000_000L);
    assertThat(endpoint.isClosed()).isTrue();
    assertThat(endpoint.failure().kind()).isEqualTo(SessionFailure.Kind.UNREACHABLE);
    endpoint.close();
  }

  @Test
  void a_peer_of_the_wrong_kind_is_left_for_good() {
    try (var rig = setup().scriptedServer()) {
      rig.client.send("something to dial again for");
      rig.server.exchangesBanners().hears(ControlFrame.Hello.class);
      rig.server.sends(new ControlFrame.Hello(1, Setup.CLIENT_SOCKET)).hearsTheEnd();
      rig.client.assertViolation(Violation.WRONG_ENTITY_TYPE);
    }
  }
}
