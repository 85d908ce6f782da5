// SPDX-License-Identifier: Apache-2.0
package io.msgr2.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityAddress;
import io.msgr2.codec.Violation;
import io.msgr2.frame.ControlFrame;
import io.msgr2.rig.Setup;
import io.msgr2.rig.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HelloTest {
  @Test
  void connector_names_its_type_and_the_address_it_dialled() {
    try (var rig = Variant.PLAIN.setup().scriptedServer()) {
      rig.server.exchangesBanners();
      assertThat(rig.server.hears(ControlFrame.Hello.class))
          .isEqualTo(new ControlFrame.Hello(8, Setup.SERVER));
      rig.server.hearsNothing();
    }
  }

  @Test
  void acceptor_names_its_type_and_where_the_connection_comes_from() {
    try (var rig = Variant.PLAIN.setup().scriptedClient()) {
      rig.client.exchangesBanners();
      assertThat(rig.client.hears(ControlFrame.Hello.class))
          .isEqualTo(new ControlFrame.Hello(4, Setup.CLIENT_SOCKET));
      rig.client.hearsNothing();
    }
  }

  @Test
  void connector_refuses_an_entity_of_another_type_than_it_dialled() {
    try (var rig = Variant.PLAIN.setup().scriptedServer()) {
      rig.server.exchangesBanners();
      rig.server.hears(ControlFrame.Hello.class);
      rig.server.sends(new ControlFrame.Hello(1, Setup.CLIENT_SOCKET)).hearsTheEnd();
      rig.client.assertViolation(Violation.WRONG_ENTITY_TYPE);
      assertThat(rig.client.failure().detail()).endsWith("dialled osd, answered by mon");
      rig.server.hearsNothing();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 255})
  void undefined_entity_types_are_refused_by_both_roles(int type) {
    try (var rig = Variant.PLAIN.setup().scriptedServer()) {
      rig.server.exchangesBanners();
      rig.server.sends(new ControlFrame.Hello(type, Setup.CLIENT_SOCKET)).hearsAny();
      rig.server.hearsTheEnd();
      rig.client.assertViolation(Violation.PAYLOAD_MALFORMED);
    }
    try (var rig = Variant.PLAIN.setup().scriptedClient()) {
      rig.client.exchangesBanners();
      rig.client.sends(new ControlFrame.Hello(type, Setup.SERVER)).hearsTheEnd();
      rig.server.assertViolation(Violation.PAYLOAD_MALFORMED);
    }
  }

  @Test
  void connector_refuses_an_acceptor_that_does_not_say_where_it_sees_it() {
    try (var rig = Variant.PLAIN.setup().scriptedServer()) {
      rig.server.exchangesBanners();
      rig.server.hears(ControlFrame.Hello.class);
      rig.server.sends(new ControlFrame.Hello(4, EntityAddress.blank())).hearsTheEnd();
      rig.client.assertViolation(Violation.PAYLOAD_MALFORMED);
      assertThat(rig.client.failure().step()).isEqualTo("HELLO");
    }
  }

  @Test
  void acceptor_does_not_mind_how_the_connector_calls_it() {
    try (var rig = Variant.PLAIN.setup().scriptedClient()) {
      rig.client.exchangesBanners();
      rig.client.hears(ControlFrame.Hello.class);
      rig.client.sends(new ControlFrame.Hello(8, EntityAddress.blank()));
      rig.client.signs(rig.client.asks());
      rig.client.hears(ControlFrame.AuthSignature.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void a_second_hello_closes_the_connection(boolean clientRepeats) {
    if (clientRepeats) {
      try (var rig = Variant.PLAIN.setup().scriptedClient()) {
        rig.client.greets().sends(rig.client.hello()).hearsTheEnd();
        rig.server.assertViolation(Violation.TAG_OUT_OF_STATE);
        assertThat(rig.server.failure().detail()).endsWith("expected AUTH_REQUEST, got HELLO");
      }
    } else {
      try (var rig = Variant.PLAIN.setup().scriptedServer()) {
        rig.server.greets().sends(rig.server.hello());
        rig.server.hears(ControlFrame.AuthRequest.class);
        rig.server.hearsTheEnd();
        rig.client.assertViolation(Violation.TAG_OUT_OF_STATE);
      }
    }
  }
}
