// SPDX-License-Identifier: Apache-2.0
package io.msgr2.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.codec.Violation;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.Revision;
import io.msgr2.frame.Tag;
import io.msgr2.rig.CrcFrame;
import io.msgr2.rig.Link;
import io.msgr2.rig.Rig;
import io.msgr2.rig.ScriptedPeer;
import io.msgr2.rig.Security;
import io.msgr2.rig.SessionEndpoint;
import io.msgr2.rig.Setup;
import io.msgr2.rig.Variant;
import io.msgr2.session.SessionFailure.Kind;
import io.msgr2.session.Timeouts;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SignatureTest {
  private static final int DIGEST_BYTES = 32;

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#all")
  void acceptor_signs_all_that_it_received(Variant variant) {
    try (var rig = variant.setup().scriptedClient()) {
      ScriptedPeer.Agreed agreed = rig.client.greets().asks();
      byte[] expected = rig.client.expectedDigest(agreed);
      rig.client.signs(agreed);
      assertThat(rig.client.hears(ControlFrame.AuthSignature.class).digest()).isEqualTo(expected);
      assertThat(rig.server.isClosed()).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#all")
  void connector_signs_all_that_it_received(Variant variant) {
    try (var rig = variant.setup().scriptedServer()) {
      ScriptedPeer.Agreed agreed = rig.server.greets().answers();
      byte[] expected = rig.server.expectedDigest(agreed);
      rig.server.signs(agreed);
      assertThat(rig.server.hears(ControlFrame.AuthSignature.class).digest()).isEqualTo(expected);
      rig.server.hears(ControlFrame.ClientIdent.class);
    }
  }

  @Test
  void without_a_key_the_digest_is_zero() {
    try (var rig = Variant.PLAIN.setup().scriptedClient()) {
      rig.client.signs(rig.client.greets().asks());
      assertThat(rig.client.hears(ControlFrame.AuthSignature.class).digest())
          .isEqualTo(new byte[DIGEST_BYTES]);
    }
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#all")
  void acceptor_closes_on_a_wrong_signature(Variant variant) {
    try (var rig = variant.setup().scriptedClient()) {
      byte[] wrong = new byte[DIGEST_BYTES];
      wrong[31] = 1;
      rig.client.signs(rig.client.greets().asks(), wrong);
      rig.client.hears(ControlFrame.AuthSignature.class);
      rig.client.hearsTheEnd();
      rig.server.assertViolation(Violation.SIGNATURE_MISMATCH);
      assertThat(rig.server.failure().step()).isEqualTo("AUTH_SIGNATURE");
    }
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#all")
  void connector_closes_on_a_wrong_signature(Variant variant) {
    try (var rig = variant.setup().scriptedServer()) {
      byte[] wrong = new byte[DIGEST_BYTES];
      wrong[0] = 1;
      rig.server.signs(rig.server.greets().answers(), wrong);
      rig.server.hears(ControlFrame.AuthSignature.class);
      rig.server.hearsTheEnd();
      rig.client.assertViolation(Violation.SIGNATURE_MISMATCH);
      rig.server.hearsNothing();
    }
  }

  @Test
  void zeros_are_a_wrong_signature_when_there_is_a_key() {
    try (var rig = new Variant(Revision.V2_1, Security.CEPHX_CRC).setup().scriptedClient()) {
      rig.client.signs(rig.client.greets().asks(), new byte[DIGEST_BYTES]);
      rig.settle();
      rig.server.assertViolation(Violation.SIGNATURE_MISMATCH);
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_signature_is_the_first_secure_frame_in_each_direction(Revision revision) {
    var variant = new Variant(revision, Security.NONE_SECURE);
    try (var rig = variant.setup().sessions()) {
      rig.settle();
      for (Link link : List.of(rig.toServer, rig.toClient)) {
        byte[] recorded = link.recorded();
        int lastTag = (link == rig.toServer ? Tag.AUTH_REQUEST : Tag.AUTH_DONE).wire();
        List<CrcFrame> plain = CrcFrame.parse(revision, recorded, lastTag);
        int signature = plain.get(plain.size() - 1).end();
        // 32 bytes of preamble, 32 of digest, 16 of padding or epilogue, 16 of authentication tag.
        int ident = signature + 96;
        assertThat(recorded[signature]).isNotEqualTo((byte) Tag.AUTH_SIGNATURE.wire());
        assertThat(recorded.length).isGreaterThan(ident);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_signature_in_plain_text_is_refused_in_secure_mode(Revision revision) {
    Violation expected =
        switch (revision) {
          // The preamble is looked at before there is a proof, and then makes no sense.
          case V2_0 -> Violation.PREAMBLE_CRC;
          case V2_1 -> Violation.FRAME_NOT_AUTHENTIC;
        };
    var signature = new ControlFrame.AuthSignature(new byte[DIGEST_BYTES]);
    // Long enough for a head of any revision.
    var more = new ControlFrame.AuthReplyMore(new byte[64]);
    Setup setup = new Variant(revision, Security.NONE_SECURE).setup();
    try (var rig = setup.scriptedClient()) {
      rig.client.greets().asks();
      rig.client.sends(signature, more);
      rig.settle();
      rig.server.assertViolation(expected);
    }
    try (var rig = setup.scriptedServer()) {
      rig.server.greets().answers();
      rig.server.sends(signature, more);
      rig.settle();
      rig.client.assertViolation(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#signed")
  void a_byte_changed_on_its_way_to_the_server_is_noticed(Variant variant) {
    expectEveryFlipNoticed(variant, rig -> rig.toServer, lastToServer());
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#signed")
  void a_byte_changed_on_its_way_to_the_client_is_noticed(Variant variant) {
    expectEveryFlipNoticed(variant, rig -> rig.toClient, Tag.AUTH_DONE.wire());
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#signed")
  void a_forger_who_knows_checksums_is_noticed_on_the_way_to_the_server(Variant variant) {
    expectEveryForgeryNoticed(variant, rig -> rig.toServer, lastToServer());
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#signed")
  void a_forger_who_knows_checksums_is_noticed_on_the_way_to_the_client(Variant variant) {
    expectEveryForgeryNoticed(variant, rig -> rig.toClient, Tag.AUTH_DONE.wire());
  }

  private static int lastToServer() {
    return Tag.AUTH_REQUEST_MORE.wire();
  }

  private static void expectEveryFlipNoticed(
      Variant variant, Function<Rig<?, ?>, Link> direction, int lastTag) {
    byte[] recorded = record(variant, direction);
    List<CrcFrame> frames = CrcFrame.parse(variant.revision(), recorded, lastTag);
    int end = frames.get(frames.size() - 1).end();
    for (int at = 0; at < end; at++) {
      try (var rig = sessions(variant)) {
        direction.apply(rig).flip(at, 1 << at % 8);
        expectNoticed(rig, "bit " + at % 8 + " of byte " + at);
      }
    }
  }

  private static void expectEveryForgeryNoticed(
      Variant variant, Function<Rig<?, ?>, Link> direction, int lastTag) {
    byte[] recorded = record(variant, direction);
    for (CrcFrame frame : CrcFrame.parse(variant.revision(), recorded, lastTag)) {
      for (int place = 0; place < frame.end() - frame.at(); place++) {
        try (var rig = sessions(variant)) {
          if (frame.flipUnnoticed(direction.apply(rig), recorded, place, 1 << place % 8)) {
            expectNoticed(rig, "bit " + place % 8 + " of byte " + place + " of " + frame);
          }
        }
      }
    }
  }

  private static void expectNoticed(Rig<SessionEndpoint, SessionEndpoint> rig, String change) {
    rig.settle();
    rig.advance(Timeouts.DEFAULT.handshakeMs());
    assertThat(rig.client.wasReady() || rig.server.wasReady()).as("%s: %s", change, rig).isFalse();
    assertThat(List.of(rig.client.failure().kind(), rig.server.failure().kind()))
        .as("%s: %s", change, rig)
        .containsAnyOf(Kind.VIOLATION, Kind.AUTHENTICATION, Kind.TIMEOUT);
  }

  private static byte[] record(Variant variant, Function<Rig<?, ?>, Link> direction) {
    try (var rig = sessions(variant)) {
      rig.settle();
      assertThat(rig.client.isReady() && rig.server.isReady()).isTrue();
      assertThat(rig.client.info().mode())
          .isIn(ConnectionMode.CRC, ConnectionMode.SECURE)
          .isEqualTo(variant.security().mode());
      return direction.apply(rig).recorded();
    }
  }

  private static Rig<SessionEndpoint, SessionEndpoint> sessions(Variant variant) {
    return variant.setup().sessions();
  }
}
