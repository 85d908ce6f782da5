// SPDX-License-Identifier: Apache-2.0
package io.msgr2.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthAcceptor;
import io.msgr2.auth.AuthClient;
import io.msgr2.auth.AuthConnector;
import io.msgr2.auth.AuthDecision;
import io.msgr2.auth.AuthException;
import io.msgr2.auth.AuthOutcome;
import io.msgr2.auth.AuthRefusal;
import io.msgr2.auth.AuthRequest;
import io.msgr2.auth.AuthServer;
import io.msgr2.auth.Secret;
import io.msgr2.auth.none.NoneClient;
import io.msgr2.codec.Violation;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.Revision;
import io.msgr2.rig.Security;
import io.msgr2.rig.Setup;
import io.msgr2.rig.Stubborn;
import io.msgr2.rig.Variant;
import io.msgr2.session.SessionFailure;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationTest {
  private static final Variant CEPHX = new Variant(Revision.V2_1, Security.CEPHX_SECURE);
  private static final ControlFrame.AuthRequest GSS =
      new ControlFrame.AuthRequest(4, List.of(1), new byte[0]);

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#all")
  void both_sides_know_what_was_agreed_on(Variant variant) {
    try (var rig = variant.setup().sessions()) {
      rig.settle();
      for (var info : List.of(rig.client.info(), rig.server.info())) {
        assertThat(info.revision()).isEqualTo(variant.revision());
        assertThat(info.mode()).isEqualTo(variant.security().mode());
        assertThat(info.authMethod()).isEqualTo(variant.security().isSigned() ? 2 : 1);
      }
      assertThat(rig.client.info().authenticatedAs()).isEmpty();
      assertThat(rig.server.info().authenticatedAs()).contains(EntityName.client("4000"));
    }
  }

  /** Tries a method that nobody has, then the method none. */
  private static final AuthClient GSS_THEN_NONE =
      peer -> {
        AuthConnector none = new NoneClient(EntityName.client("4000")).connector(peer);
        return new AuthConnector() {
          @Override
          public AuthRequest request() {
            return new AuthRequest(4, List.of(1), new byte[] {1});
          }

          @Override
          public AuthRequest badMethod(AuthRefusal refusal) {
            assertThat(refusal).isEqualTo(new AuthRefusal(4, 95, List.of(1), List.of(1)));
            return none.request();
          }

          @Override
          public byte[] replyMore(byte[] payload) {
            return none.replyMore(payload);
          }

          @Override
          public AuthOutcome done(long globalId, ConnectionMode mode, byte[] payload) {
            return none.done(globalId, mode, payload);
          }
        };
      };

  @Test
  void connector_tries_its_next_method_after_a_refusal() {
    try (var rig = Variant.PLAIN.setup().clientAuth(GSS_THEN_NONE).sessions()) {
      rig.settle();
      assertThat(rig.client.info().authMethod()).isEqualTo(1);
      assertThat(rig.server.info().authMethod()).isEqualTo(1);
    }
  }

  @Test
  void connector_gives_up_without_another_method() {
    Setup setup = Variant.PLAIN.setup();
    setup.clientAuth(Security.CEPHX_CRC.client(EntityName.client("4000")));
    try (var rig = setup.sessions()) {
      rig.settle();
      assertThat(rig.client.failure().kind()).isEqualTo(SessionFailure.Kind.AUTHENTICATION);
      assertThat(rig.client.failure().errno()).isEqualTo(95);
      assertThat(rig.client.failure().detail())
          .contains("cephx refused with errno 95", "allowed methods none");
      assertThat(rig.server.failure().kind()).isEqualTo(SessionFailure.Kind.DISCONNECTED);
      assertThat(rig.server.failure().step())
          .isEqualTo("AUTH_REQUEST (1 refused so far, last because: cephx is not allowed here)");
    }
  }

  @Test
  void connector_that_no_longer_wants_the_connection_closes_it() {
    AuthClient unwilling =
        peer -> {
          throw new AuthException(AuthException.ECANCELED, "another one was faster");
        };
    try (var rig = Variant.PLAIN.setup().clientAuth(unwilling).sessions()) {
      rig.settle();
      assertThat(rig.client.failure().kind()).isEqualTo(SessionFailure.Kind.CLOSED);
      assertThat(rig.client.failure().errno()).isEqualTo(AuthException.ECANCELED);
      assertThat(rig.client.failure().detail()).isEqualTo("another one was faster");
    }
  }

  @Test
  void acceptor_refuses_an_attempt_and_waits_for_the_next() {
    try (var rig = Variant.PLAIN.setup().scriptedClient()) {
      rig.client.greets().sends(GSS);
      assertThat(rig.client.hears(ControlFrame.AuthBadMethod.class))
          .isEqualTo(new ControlFrame.AuthBadMethod(4, -95, List.of(1), List.of(1)));
      rig.client.sends(new ControlFrame.AuthRequest(1, List.of(2), new byte[0]));
      assertThat(rig.client.hears(ControlFrame.AuthBadMethod.class))
          .isEqualTo(new ControlFrame.AuthBadMethod(1, -95, List.of(1), List.of(1)));
      rig.client.signs(rig.client.asks());
      rig.client.hears(ControlFrame.AuthSignature.class);
    }
  }

  @Test
  void acceptor_refuses_only_so_many_attempts() {
    try (var rig = Variant.PLAIN.setup().scriptedClient()) {
      rig.client.greets();
      for (int i = 0; i < 8; i++) {
        assertThat(rig.client.isDisconnected()).as("after %d attempts", i).isFalse();
        rig.client.sends(GSS).hears(ControlFrame.AuthBadMethod.class);
      }
      rig.client.hearsTheEnd();
      rig.server.assertViolation(Violation.AUTH_TOO_MANY_ATTEMPTS);
      assertThat(rig.server.failure().detail()).contains("8 attempts", "gss is not allowed here");
    }
  }

  @Test
  void an_attempt_that_fails_in_a_later_round_is_the_last_one() {
    try (var rig = CEPHX.setup().scriptedClient()) {
      ControlFrame.AuthRequest good = firstAuthorizer();
      rig.client.greets().sends(good).hears(ControlFrame.AuthReplyMore.class);
      rig.client.sends(new ControlFrame.AuthRequestMore(new byte[] {1}));
      assertThat(rig.client.hears(ControlFrame.AuthBadMethod.class))
          .isEqualTo(new ControlFrame.AuthBadMethod(2, -13, List.of(2), List.of(2)));
      rig.client.sends(good).hearsTheEnd();
      rig.server.assertViolation(Violation.TAG_OUT_OF_STATE);
      assertThat(rig.server.failure().detail())
          .contains("expected AUTH_REQUEST_MORE (1 refused")
          .endsWith("got AUTH_REQUEST");
    }
  }

  @Test
  void later_rounds_are_refused_only_so_many_times() {
    try (var rig = CEPHX.setup().scriptedClient()) {
      rig.client.greets().sends(firstAuthorizer()).hears(ControlFrame.AuthReplyMore.class);
      for (int i = 0; i < 8; i++) {
        rig.client
            .sends(new ControlFrame.AuthRequestMore(new byte[] {1}))
            .hears(ControlFrame.AuthBadMethod.class);
      }
      rig.client.hearsTheEnd();
      rig.server.assertViolation(Violation.AUTH_TOO_MANY_ATTEMPTS);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 95, -4096, Integer.MIN_VALUE})
  void a_refusal_with_something_else_than_an_error_number_is_malformed(int result) {
    try (var rig = Variant.PLAIN.setup().scriptedServer()) {
      rig.server.greets().hears(ControlFrame.AuthRequest.class);
      rig.server
          .sends(new ControlFrame.AuthBadMethod(1, result, List.of(1), List.of(1)))
          .hearsTheEnd();
      rig.client.assertViolation(Violation.PAYLOAD_MALFORMED);
    }
  }

  @Test
  void connector_says_what_the_acceptor_refused() {
    try (var rig = Variant.PLAIN.setup().scriptedServer()) {
      rig.server.greets().hears(ControlFrame.AuthRequest.class);
      rig.server
          .sends(new ControlFrame.AuthBadMethod(1, -13, List.of(1), List.of(1)))
          .hearsTheEnd();
      assertThat(rig.client.failure().kind()).isEqualTo(SessionFailure.Kind.AUTHENTICATION);
      assertThat(rig.client.failure().errno()).isEqualTo(AuthRefusal.EACCES);
      assertThat(rig.client.failure().detail()).contains("osd", "client.4000");
      assertThat(rig.client.failure().violation()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 3, -1})
  void connector_refuses_a_mode_that_it_did_not_offer(int mode) {
    try (var rig = Variant.PLAIN.setup().scriptedServer()) {
      rig.server.greets().hears(ControlFrame.AuthRequest.class);
      rig.server.sends(new ControlFrame.AuthDone(1, mode, new byte[0])).hearsTheEnd();
      rig.client.assertViolation(Violation.MODE_NOT_OFFERED);
      assertThat(rig.client.failure().detail()).contains("offered modes [crc]");
    }
  }

  @Test
  void connector_refuses_a_connection_secret_that_is_too_short_for_the_keys() {
    Setup setup = Variant.PLAIN.setup();
    setup.clientAuth(Stubborn.client(Secret.copyOf(new byte[39]), ConnectionMode.SECURE));
    try (var rig = setup.scriptedServer()) {
      rig.server.greets().hears(ControlFrame.AuthRequest.class);
      rig.server.sends(new ControlFrame.AuthDone(1, 2, new byte[0])).hearsTheEnd();
      rig.client.assertViolation(Violation.AUTH_REPLY_INVALID);
      assertThat(rig.client.failure().detail()).contains("39 bytes");
    }
  }

  @Test
  void connector_takes_a_connection_secret_that_is_just_long_enough() {
    Setup setup = Variant.PLAIN.setup();
    setup.clientAuth(Stubborn.client(Secret.copyOf(new byte[40]), ConnectionMode.SECURE));
    try (var rig = setup.scriptedServer()) {
      rig.server.greets().hears(ControlFrame.AuthRequest.class);
      rig.server.sends(new ControlFrame.AuthDone(1, 2, new byte[0]));
      rig.settle();
      assertThat(rig.client.isClosed()).isFalse();
    }
  }

  @Test
  void an_acceptor_that_always_wants_more_meets_the_transcripts_limit() {
    Setup setup = Variant.PLAIN.setup();
    setup.clientAuth(Stubborn.client(Secret.EMPTY, ConnectionMode.CRC));
    try (var rig = setup.scriptedServer()) {
      rig.server.greets().hears(ControlFrame.AuthRequest.class);
      var more = new ControlFrame.AuthReplyMore(new byte[32 * 1024]);
      int rounds = 0;
      while (!rig.server.isDisconnected()) {
        rig.server.sends(more);
        rig.settle();
        assertThat(++rounds).isLessThanOrEqualTo(4);
      }
      assertThat(rounds).isGreaterThan(2);
      rig.client.assertViolation(Violation.AUTH_TOO_MANY_ATTEMPTS);
    }
  }

  @Test
  void an_acceptor_that_always_refuses_meets_the_transcripts_limit() {
    Setup setup = Variant.PLAIN.setup();
    setup.clientAuth(Stubborn.client(Secret.EMPTY, ConnectionMode.CRC));
    try (var rig = setup.scriptedServer()) {
      rig.server.greets();
      var refusal =
          new ControlFrame.AuthBadMethod(1, -13, List.of(1), Collections.nCopies(1000, 1));
      for (int i = 0; i < 1000 && !rig.server.isDisconnected(); i++) {
        rig.server.sends(refusal);
        rig.settle();
      }
      rig.client.assertViolation(Violation.AUTH_TOO_MANY_ATTEMPTS);
    }
  }

  @Test
  void a_connector_with_large_attempts_meets_the_transcripts_limit() {
    try (var rig = Variant.PLAIN.setup().scriptedClient()) {
      rig.client.greets();
      var attempt = new ControlFrame.AuthRequest(4, List.of(1), new byte[50_000]);
      for (int i = 0; i < 2; i++) {
        rig.client.sends(attempt).hears(ControlFrame.AuthBadMethod.class);
      }
      rig.client.sends(attempt).hearsTheEnd();
      rig.server.assertViolation(Violation.AUTH_TOO_MANY_ATTEMPTS);
    }
  }

  @Test
  void a_client_without_a_key_ends_before_it_says_anything() {
    AuthClient keyless =
        peer -> {
          throw new AuthException(AuthException.ENOENT, "no key for client.4000");
        };
    try (var rig = Variant.PLAIN.setup().clientAuth(keyless).scriptedServer()) {
      rig.server.hearsTheEnd();
      rig.server.hearsNothing();
      assertThat(rig.client.failure().kind()).isEqualTo(SessionFailure.Kind.AUTHENTICATION);
      assertThat(rig.client.failure().errno()).isEqualTo(2);
      assertThat(rig.client.failure().detail()).isEqualTo("no key for client.4000");
    }
  }

  @Test
  void what_a_peer_says_reaches_the_log_in_one_short_line() {
    String name = "client.\n\u001b[31mroot\u0000" + "x".repeat(60_000);
    AuthServer talkative =
        peer ->
            new AuthAcceptor() {
              @Override
              public AuthDecision request(AuthRequest request) {
                return new AuthDecision.Refused(
                    new AuthRefusal(1, 13, List.of(), List.of()), "unknown entity " + name);
              }

              @Override
              public AuthDecision requestMore(byte[] payload) {
                throw new AssertionError("not asked for");
              }
            };
    try (var rig = Variant.PLAIN.setup().serverAuth(talkative).scriptedClient()) {
      rig.client.greets().sends(GSS).hears(ControlFrame.AuthBadMethod.class);
      rig.client.sends(GSS, rig.client.hello()).hearsAny();
      rig.client.hearsTheEnd();
      for (String text : List.of(rig.server.failure().step(), rig.server.failure().detail())) {
        assertThat(text).contains("unknown entity client.??[31mroot?xxx").hasSizeLessThan(1100);
      }
    }
  }

  private static ControlFrame.AuthRequest firstAuthorizer() {
    AuthRequest request =
        CEPHX.security().client(EntityName.client("4000")).connector(EntityType.OSD).request();
    return new ControlFrame.AuthRequest(
        request.method(), request.preferredModes(), request.payload());
  }
}
