// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityNumber;
import io.msgr2.address.EntityType;
import io.msgr2.codec.Violation;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.Role;
import io.msgr2.rig.Setup;
import io.msgr2.rig.Variant;
import io.msgr2.session.SessionFailure.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the accepting side looks at who comes, and what it says of itself. */
class ServerIdentTest {
  private static final EntityAddressVector CLIENT =
      EntityAddressVector.of(EntityAddress.parse("any:127.0.0.2:0/5"));

  private static final ControlFrame.ClientIdent GOOD = ident(CLIENT, Setup.SERVER, -1);

  private static ControlFrame.ClientIdent ident(
      EntityAddressVector addresses, EntityAddress target, long supported) {
    return new ControlFrame.ClientIdent(addresses, target, 4000, 1, supported, 0, 1, 0);
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#all")
  void a_server_names_its_addresses_number_and_features(Variant variant) {
    try (var rig = variant.setup().scriptedClient()) {
      assertThat(rig.client.logsIn().sends(GOOD).hears(ControlFrame.ServerIdent.class))
          .isEqualTo(
              new ControlFrame.ServerIdent(
                  EntityAddressVector.of(Setup.SERVER), 0, 1, 0x3F01CFBFFFFDFFFFL, 1L << 59, 1, 0));
      rig.client.hearsNothing();
      ConnectionInfo info = rig.server.info();
      assertThat(info.role()).isEqualTo(Role.ACCEPTOR);
      assertThat(info.peer()).isEqualTo(new EntityNumber(EntityType.CLIENT, 4000));
      assertThat(info.peerAddresses()).isEqualTo(CLIENT);
      assertThat(info.localAddresses()).isEqualTo(EntityAddressVector.of(Setup.SERVER));
      assertThat(info.lossy()).isTrue();
    }
  }

  @Test
  void a_client_may_dial_any_of_the_servers_addresses() {
    EntityAddress legacy = EntityAddress.parse("v1:127.0.0.1:6789/7");
    Setup setup = Variant.PLAIN.setup();
    setup.server.addresses(EntityAddressVector.of(legacy, Setup.SERVER));
    try (var rig = setup.scriptedClient()) {
      var answer = rig.client.logsIn().sends(GOOD).hears(ControlFrame.ServerIdent.class);
      assertThat(answer.addresses()).isEqualTo(EntityAddressVector.of(legacy, Setup.SERVER));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v1:127.0.0.1:6800/7",
        "any:127.0.0.1:6800/7",
        "v2:127.0.0.1:6800/0",
        "v2:127.0.0.1:6801/7",
        "v2:127.0.0.2:6800/7",
        "v2:[::1]:6800/7"
      })
  void a_client_that_dialled_somebody_else_is_turned_away(String target) {
    try (var rig = Variant.PLAIN.setup().scriptedClient()) {
      rig.client.logsIn().sends(ident(CLIENT, EntityAddress.parse(target), -1)).hearsTheEnd();
      rig.server.assertViolation(Violation.WRONG_TARGET_ADDRESS);
      assertThat(rig.server.failure().detail())
          .contains("client.4000 dialled " + target, "this is v2:127.0.0.1:6800/7");
      rig.client.hearsNothing();
    }
  }

  @Test
  void a_client_with_a_blank_target_is_turned_away() {
    try (var rig = Variant.PLAIN.setup().scriptedClient()) {
      rig.client.logsIn().sends(ident(CLIENT, EntityAddress.blank(), -1)).hearsTheEnd();
      rig.server.assertViolation(Violation.WRONG_TARGET_ADDRESS);
    }
  }

  @Test
  void a_client_without_addresses_is_turned_away() {
    try (var rig = Variant.PLAIN.setup().scriptedClient()) {
      rig.client.logsIn().sends(ident(EntityAddressVector.empty(), Setup.SERVER, -1)).hearsTheEnd();
      rig.server.assertViolation(Violation.ADDRESSES_EMPTY);
    }
  }

  @Test
  void a_client_whose_first_address_is_blank_is_turned_away() {
    var blankFirst = EntityAddressVector.of(EntityAddress.blank(), CLIENT.front());
    try (var rig = Variant.PLAIN.setup().scriptedClient()) {
      rig.client.logsIn().sends(ident(blankFirst, Setup.SERVER, -1)).hearsTheEnd();
      rig.server.assertViolation(Violation.ADDRESSES_EMPTY);
    }
  }

  @Test
  void addresses_are_looked_at_before_the_target_and_that_before_features() {
    try (var rig = Variant.PLAIN.setup().scriptedClient()) {
      var allWrong = ident(EntityAddressVector.empty(), EntityAddress.blank(), 0);
      rig.client.logsIn().sends(allWrong).hearsTheEnd();
      rig.server.assertViolation(Violation.ADDRESSES_EMPTY);
    }
    try (var rig = Variant.PLAIN.setup().scriptedClient()) {
      rig.client.logsIn().sends(ident(CLIENT, EntityAddress.blank(), 0)).hearsTheEnd();
      rig.server.assertViolation(Violation.WRONG_TARGET_ADDRESS);
    }
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#all")
  void a_client_that_lacks_features_may_try_again_on_the_same_connection(Variant variant) {
    Setup setup = variant.setup();
    setup.server.policy(Policy.statelessServer().requiring(1L << 21 | 1L << 31));
    try (var rig = setup.scriptedClient()) {
      rig.client.logsIn().sends(ident(CLIENT, Setup.SERVER, 1L << 21));
      assertThat(rig.client.hears(ControlFrame.IdentMissingFeatures.class).features())
          .isEqualTo(1L << 31 | 1L << 59);
      assertThat(rig.server.isClosed() || rig.server.wasReady()).isFalse();
      rig.client.sends(ident(CLIENT, Setup.SERVER, 1L << 21 | 1L << 31 | 1L << 59 | 1L << 3));
      var answer = rig.client.hears(ControlFrame.ServerIdent.class);
      assertThat(answer.requiredFeatures()).isEqualTo(1L << 21 | 1L << 31 | 1L << 59);
      assertThat(rig.server.info().features()).isEqualTo(1L << 21 | 1L << 31 | 1L << 59 | 1L << 3);
    }
  }

  @Test
  void every_client_needs_the_new_encoding_of_addresses() {
    try (var rig = Variant.PLAIN.setup().scriptedClient()) {
      rig.client.logsIn().sends(ident(CLIENT, Setup.SERVER, ~(1L << 59)));
      assertThat(rig.client.hears(ControlFrame.IdentMissingFeatures.class).features())
          .isEqualTo(1L << 59);
    }
  }

  @Test
  void what_the_client_requires_and_how_it_sees_the_session_do_not_matter() {
    try (var rig = Variant.PLAIN.setup().scriptedClient()) {
      rig.client
          .logsIn()
          .sends(new ControlFrame.ClientIdent(CLIENT, Setup.SERVER, -1, 0, -1, -1, 0, 1234));
      rig.client.hears(ControlFrame.ServerIdent.class);
      assertThat(rig.server.info().lossy()).isTrue();
      assertThat(rig.server.info().peer().gid()).isEqualTo(EntityNumber.UNASSIGNED);
    }
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#all")
  void a_server_without_sessions_sends_a_reconnecting_client_back_to_the_start(Variant variant) {
    try (var rig = variant.setup().scriptedClient()) {
      rig.client.logsIn().sends(new ControlFrame.SessionReconnect(CLIENT, 1, 2, 3, 4, 5));
      assertThat(rig.client.hears(ControlFrame.SessionReset.class))
          .isEqualTo(new ControlFrame.SessionReset(true));
      rig.client.hearsNothing();
      assertThat(rig.server.isClosed()).isFalse();
      rig.client.sends(GOOD).hears(ControlFrame.ServerIdent.class);
      assertThat(rig.server.isReady()).isTrue();
    }
  }

  @Test
  void a_client_may_identify_itself_only_so_many_times() {
    try (var rig = Variant.PLAIN.setup().scriptedClient()) {
      rig.client.logsIn();
      for (int i = 0; i < 4; i++) {
        rig.client.sends(ident(CLIENT, Setup.SERVER, 0));
        rig.client.hears(ControlFrame.IdentMissingFeatures.class);
        rig.client.sends(new ControlFrame.SessionReconnect(CLIENT, 1, 2, 3, 4, 5));
        rig.client.hears(ControlFrame.SessionReset.class);
      }
      rig.client.hearsTheEnd();
      rig.server.assertViolation(Violation.IDENT_TOO_MANY_ATTEMPTS);
      assertThat(rig.server.failure().kind()).isEqualTo(Kind.VIOLATION);
    }
  }

  @Test
  void a_second_ident_is_out_of_place_once_the_session_is_ready() {
    try (var rig = Variant.PLAIN.setup().scriptedClient()) {
      rig.client.becomesReady().sends(GOOD).hearsTheEnd();
      rig.server.assertViolation(Violation.TAG_OUT_OF_STATE);
      assertThat(rig.server.failure().detail())
          .endsWith("expected MESSAGE, ACK or KEEPALIVE2, got CLIENT_IDENT");
    }
  }
}
