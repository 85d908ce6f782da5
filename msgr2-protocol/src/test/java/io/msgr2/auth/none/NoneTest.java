// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.none;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthConnector;
import io.msgr2.auth.AuthDecision;
import io.msgr2.auth.AuthException;
import io.msgr2.auth.AuthExchange;
import io.msgr2.auth.AuthMethod;
import io.msgr2.auth.AuthOutcome;
import io.msgr2.auth.AuthRefusal;
import io.msgr2.auth.AuthRequest;
import io.msgr2.auth.AuthServer;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.frame.ConnectionMode;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NoneTest {
  private static final byte[] AS_MONITOR_WANTS_IT =
      HexFormat.of().parseHex("0a080000000500000061646d696e0000000000000000");

  private final AtomicLong lastGlobalId = new AtomicLong(4100);
  private final AuthServer monitor = new NoneServer(EntityType.MON, lastGlobalId::incrementAndGet);
  private final AuthServer osd = new NoneServer(EntityType.OSD, lastGlobalId::incrementAndGet);
  private final NoneClient client = new NoneClient(EntityName.client("admin"));

  @Test
  void a_monitor_is_asked_in_the_form_for_monitors() {
    AuthRequest request = client.connector(EntityType.MON).request();

    assertThat(request.method()).isEqualTo(1);
    assertThat(request.preferredModes()).containsExactly(1);
    assertThat(request.payload()).containsExactly(AS_MONITOR_WANTS_IT);
  }

  @Test
  void another_service_is_asked_in_the_form_of_an_authorizer() {
    byte[] expected = AS_MONITOR_WANTS_IT.clone();
    expected[0] = 1;

    assertThat(client.connector(EntityType.OSD).request().payload()).containsExactly(expected);
  }

  @Test
  void a_monitor_assigns_a_global_id_and_leaves_no_keys() {
    AuthExchange exchange = login();

    assertThat(exchange.assertKeysAgree().connector().globalId()).isEqualTo(4101);
    assertThat(exchange.acceptor().name()).contains(EntityName.client("admin"));
    assertThat(exchange.mode()).isEqualTo(ConnectionMode.CRC);
    assertThat(exchange.connector().sessionKey().isEmpty()).isTrue();
    assertThat(exchange.connector().connectionSecret().isEmpty()).isTrue();
  }

  @Test
  void the_global_id_is_kept_for_later_monitors_and_other_services() {
    login();

    assertThat(login().assertKeysAgree().connector().globalId()).isEqualTo(4101);
    AuthOutcome atOsd =
        AuthExchange.run(client.connector(EntityType.OSD), osd.acceptor(EntityType.CLIENT))
            .assertKeysAgree()
            .acceptor();
    assertThat(atOsd.globalId()).isEqualTo(4101);
  }

  @Test
  void nobody_but_a_monitor_logs_others_in() {
    AuthDecision decision =
        osd.acceptor(EntityType.CLIENT).request(requestOf(1, List.of(1), AS_MONITOR_WANTS_IT));

    assertThat(refusal(decision).errno()).isEqualTo(AuthRefusal.EACCES);
  }

  @Test
  void a_peer_that_says_nothing_about_itself_stays_nameless() {
    AuthDecision decision =
        osd.acceptor(EntityType.CLIENT).request(requestOf(1, List.of(1), new byte[0]));

    assertThat(decision).isInstanceOf(AuthDecision.Done.class);
    AuthOutcome outcome = ((AuthDecision.Done) decision).outcome();
    assertThat(outcome.name()).isEmpty();
    assertThat(outcome.globalId()).isZero();
  }

  @Test
  void a_monitor_wants_to_know_the_name() {
    AuthDecision decision =
        monitor.acceptor(EntityType.CLIENT).request(requestOf(1, List.of(1), new byte[0]));

    assertThat(refusal(decision).errno()).isEqualTo(AuthRefusal.EACCES);
  }

  @Test
  void secure_mode_is_refused_since_there_are_no_keys() {
    AuthDecision decision =
        monitor.acceptor(EntityType.CLIENT).request(requestOf(1, List.of(2), AS_MONITOR_WANTS_IT));

    assertThat(refusal(decision).errno()).isEqualTo(AuthRefusal.EOPNOTSUPP);
    assertThat(refusal(decision).allowedModes()).containsExactly(1);
  }

  @Test
  void other_methods_are_refused() {
    AuthDecision decision =
        monitor.acceptor(EntityType.CLIENT).request(requestOf(2, List.of(1), AS_MONITOR_WANTS_IT));

    assertThat(refusal(decision).errno()).isEqualTo(AuthRefusal.EOPNOTSUPP);
    assertThat(refusal(decision).allowedMethods()).containsExactly(1);
  }

  @Test
  void a_payload_cut_at_any_length_is_refused() {
    for (int length = 0; length < AS_MONITOR_WANTS_IT.length; length++) {
      byte[] cut = Arrays.copyOf(AS_MONITOR_WANTS_IT, length);
      AuthDecision decision =
          monitor.acceptor(EntityType.CLIENT).request(requestOf(1, List.of(1), cut));
      assertThat(refusal(decision).errno()).as("cut at %d", length).isEqualTo(AuthRefusal.EACCES);
    }
  }

  @Test
  void a_payload_with_any_bit_flipped_is_believed_or_refused() {
    for (int bit = 0; bit < AS_MONITOR_WANTS_IT.length * Byte.SIZE; bit++) {
      byte[] flipped = AS_MONITOR_WANTS_IT.clone();
      flipped[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
      AuthDecision decision =
          monitor.acceptor(EntityType.CLIENT).request(requestOf(1, List.of(1), flipped));
      assertThat(decision).isNotInstanceOf(AuthDecision.More.class);
    }
  }

  @Test
  void a_second_round_is_refused_on_both_sides() {
    AuthConnector connector = client.connector(EntityType.MON);
    connector.request();

    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> connector.replyMore(new byte[0]))
        .satisfies(e -> assertThat(e.violation()).isEqualTo(Violation.AUTH_REPLY_INVALID));
    assertThat(monitor.acceptor(EntityType.CLIENT).requestMore(new byte[0]))
        .isInstanceOf(AuthDecision.Refused.class);
  }

  @Test
  void a_refusal_names_the_methods_that_the_peer_allows() {
    AuthConnector connector = client.connector(EntityType.MON);
    connector.request();

    assertThatThrownBy(
            () ->
                connector.badMethod(
                    new AuthRefusal(
                        AuthMethod.NONE.wire(), AuthRefusal.EOPNOTSUPP, List.of(2), List.of(2))))
        .isInstanceOf(AuthException.class)
        .hasMessageContaining("the method is not allowed there")
        .hasMessageContaining("allowed methods cephx");
  }

  private AuthExchange login() {
    return AuthExchange.run(client.connector(EntityType.MON), monitor.acceptor(EntityType.CLIENT));
  }

  private static AuthRequest requestOf(int method, List<Integer> modes, byte[] payload) {
    return new AuthRequest(method, modes, payload);
  }

  private static AuthRefusal refusal(AuthDecision decision) {
    assertThat(decision).isInstanceOf(AuthDecision.Refused.class);
    return ((AuthDecision.Refused) decision).refusal();
  }
}
