// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityNumber;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthClient;
import io.msgr2.auth.AuthConnector;
import io.msgr2.auth.AuthOutcome;
import io.msgr2.auth.AuthRefusal;
import io.msgr2.auth.AuthRequest;
import io.msgr2.auth.none.NoneClient;
import io.msgr2.codec.Violation;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.Role;
import io.msgr2.rig.Rig;
import io.msgr2.rig.ScriptedPeer;
import io.msgr2.rig.SessionEndpoint;
import io.msgr2.rig.Setup;
import io.msgr2.rig.Variant;
import io.msgr2.session.SessionFailure.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the connecting side says of itself, and how it takes the answer. */
class ClientIdentTest {
  private static final EntityAddress OTHER = EntityAddress.parse("v2:127.0.0.1:6801/7");

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#all")
  void a_client_that_does_not_accept_learns_its_host_from_the_peer(Variant variant) {
    try (var rig = variant.setup().scriptedServer()) {
      assertThat(ident(rig))
          .isEqualTo(
              new ControlFrame.ClientIdent(
                  EntityAddressVector.of(EntityAddress.parse("any:127.0.0.2:0/99")),
                  Setup.SERVER,
                  4000,
                  1,
                  0x3F01CFBFFFFDFFFFL,
                  1L << 59,
                  1,
                  0));
      rig.server.hearsNothing();
    }
  }

  @Test
  void a_daemon_names_its_own_addresses_and_number() {
    Setup setup = Variant.PLAIN.setup();
    var own =
        EntityAddressVector.of(
            EntityAddress.parse("v2:10.0.0.3:6802/17"), EntityAddress.parse("v1:10.0.0.3:6803/17"));
    setup.client.name("osd.3").addresses(own);
    setup.clientAuth(withGlobalId(4711, "osd.3"));
    try (var rig = setup.scriptedServer()) {
      ControlFrame.ClientIdent ident = ident(rig);
      assertThat(ident.addresses()).isEqualTo(own);
      assertThat(ident.gid()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "client.admin, 0, -1",
    "client.admin, 4711, 4711",
    "client.4000, 0, 4000",
    // Two programs may share a name, but the monitors give a global id to one only.
    "client.4000, 4711, 4711",
    "mgr.x, 4711, 4711",
  })
  void the_number_is_the_one_that_is_unique(String name, long globalId, long expected) {
    Setup setup = Variant.PLAIN.setup();
    setup.client.name(name);
    setup.clientAuth(withGlobalId(globalId, name));
    try (var rig = setup.scriptedServer()) {
      assertThat(ident(rig).gid()).isEqualTo(expected);
    }
  }

  @Test
  void an_ipv6_host_is_learned_too() {
    try (var rig = Variant.PLAIN.setup().scriptedServer()) {
      rig.server.exchangesBanners().hears(ControlFrame.Hello.class);
      rig.server.sends(new ControlFrame.Hello(4, EntityAddress.parse("v2:[2001:db8::7]:4242/3")));
      rig.server.signs(rig.server.answers()).hears(ControlFrame.AuthSignature.class);
      assertThat(rig.server.hears(ControlFrame.ClientIdent.class).addresses())
          .hasToString("any:[2001:db8::7]:0/99");
    }
  }

  @Test
  void required_features_are_those_of_the_policy_and_what_msgr2_needs() {
    Setup setup = Variant.PLAIN.setup();
    setup.client.policy(Policy.lossyClient().requiring(1L << 12)).features(0xF000L | 1L << 59);
    try (var rig = setup.scriptedServer()) {
      ControlFrame.ClientIdent ident = ident(rig);
      assertThat(ident.supportedFeatures()).isEqualTo(0xF000L | 1L << 59);
      assertThat(ident.requiredFeatures()).isEqualTo(1L << 12 | 1L << 59);
    }
  }

  @Test
  void what_both_sides_have_becomes_the_sessions_features() {
    Setup setup = Variant.PLAIN.setup();
    setup.client.features(0xF0L | 1L << 59);
    try (var rig = setup.scriptedServer()) {
      ident(rig);
      // What the server requires is not looked at: real acceptors require more than they need.
      rig.server.sends(
          new ControlFrame.ServerIdent(
              EntityAddressVector.of(Setup.SERVER), 12, 5, 0x3C, -1, 1, 0));
      rig.settle();
      ConnectionInfo info = rig.client.info();
      assertThat(info.features()).isEqualTo(0x30);
      assertThat(info.role()).isEqualTo(Role.CONNECTOR);
      assertThat(info.peer()).isEqualTo(new EntityNumber(EntityType.OSD, 12));
      assertThat(info.peerAddresses()).isEqualTo(EntityAddressVector.of(Setup.SERVER));
      assertThat(info.localAddresses()).hasToString("any:127.0.0.2:0/99");
      assertThat(info.lossy()).isTrue();
    }
  }

  @Test
  void the_server_decides_whether_the_session_is_lossy() {
    try (var rig = Variant.PLAIN.setup().scriptedServer()) {
      ident(rig);
      rig.server.sends(rig.server.serverIdent(0));
      rig.settle();
      assertThat(rig.client.info().lossy()).isFalse();
    }
  }

  @Test
  void the_dialled_address_may_be_any_of_the_servers() {
    try (var rig = Variant.PLAIN.setup().scriptedServer()) {
      ident(rig);
      rig.server.sends(
          new ControlFrame.ServerIdent(
              EntityAddressVector.of(OTHER, Setup.SERVER), 0, 1, -1, 0, 1, 0));
      rig.settle();
      assertThat(rig.client.isReady()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v1:127.0.0.1:6800/7",
        "any:127.0.0.1:6800/7",
        "v2:127.0.0.1:6800/8",
        "v2:127.0.0.1:6801/7",
        "v2:127.0.0.3:6800/7"
      })
  void a_server_with_other_addresses_than_the_dialled_one_is_refused(String address) {
    try (var rig = Variant.PLAIN.setup().scriptedServer()) {
      ident(rig);
      var addresses = EntityAddressVector.of(EntityAddress.parse(address));
      rig.server.sends(new ControlFrame.ServerIdent(addresses, 0, 1, -1, 0, 1, 0)).hearsTheEnd();
      rig.client.assertViolation(Violation.WRONG_TARGET_ADDRESS);
      assertThat(rig.client.failure().detail())
          .contains("dialled v2:127.0.0.1:6800/7", "answered by " + address);
    }
  }

  @Test
  void a_server_without_addresses_is_refused() {
    try (var rig = Variant.PLAIN.setup().scriptedServer()) {
      ident(rig);
      var ident = new ControlFrame.ServerIdent(EntityAddressVector.empty(), 0, 1, -1, 0, 1, 0);
      rig.server.sends(ident).hearsTheEnd();
      rig.client.assertViolation(Violation.WRONG_TARGET_ADDRESS);
    }
  }

  @Test
  void missing_features_end_the_session_and_are_named() {
    try (var rig = Variant.PLAIN.setup().scriptedServer()) {
      ident(rig);
      rig.server.sends(new ControlFrame.IdentMissingFeatures(1L << 49)).hearsTheEnd();
      assertThat(rig.client.failure().kind()).isEqualTo(Kind.FEATURES);
      assertThat(rig.client.failure().detail()).contains("0x2000000000000");
      rig.client.assertViolation(Violation.FEATURES_MISSING);
    }
  }

  @Test
  void answers_to_a_reconnect_are_out_of_place() {
    for (ControlFrame answer :
        List.of(
            new ControlFrame.SessionReset(true),
            new ControlFrame.SessionRetry(1),
            new ControlFrame.SessionRetryGlobal(1),
            new ControlFrame.SessionReconnectOk(1))) {
      try (var rig = Variant.PLAIN.setup().scriptedServer()) {
        ident(rig);
        rig.server.sends(answer).hearsTheEnd();
        rig.client.assertViolation(Violation.TAG_OUT_OF_STATE);
        assertThat(rig.client.failure().detail())
            .endsWith("expected SERVER_IDENT, got " + answer.tag());
      }
    }
  }

  @Test
  void a_client_that_does_not_try_again_ends_when_it_is_told_to_wait() {
    try (var rig = Variant.PLAIN.setup().scriptedServer()) {
      ident(rig);
      rig.server.sends(new ControlFrame.Wait()).hearsTheEnd();
      assertThat(rig.client.failure().kind()).isEqualTo(Kind.DISCONNECTED);
      assertThat(rig.client.failure().detail()).isEqualTo("the peer dials itself");
    }
  }

  private static ControlFrame.ClientIdent ident(Rig<SessionEndpoint, ScriptedPeer> rig) {
    return rig.server.logsIn().hears(ControlFrame.ClientIdent.class);
  }

  /** Authenticates as the method none does, with the number that a monitor would have given. */
  private static AuthClient withGlobalId(long globalId, String name) {
    return peer -> {
      AuthConnector none = new NoneClient(EntityName.parse(name)).connector(peer);
      return new AuthConnector() {
        @Override
        public AuthRequest request() {
          return none.request();
        }

        @Override
        public AuthRequest badMethod(AuthRefusal refusal) {
          return none.badMethod(refusal);
        }

        @Override
        public byte[] replyMore(byte[] payload) {
          return none.replyMore(payload);
        }

        @Override
        public AuthOutcome done(long ignored, ConnectionMode mode, byte[] payload) {
          AuthOutcome outcome = none.done(ignored, mode, payload);
          return new AuthOutcome(
              outcome.name(),
              globalId,
              outcome.sessionKey(),
              outcome.connectionSecret(),
              outcome.caps());
        }
      };
    };
  }
}
