// SPDX-License-Identifier: Apache-2.0
package io.msgr2.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.Seed;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthRequest;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.Revision;
import io.msgr2.rig.Rig;
import io.msgr2.rig.ScriptedPeer;
import io.msgr2.rig.Security;
import io.msgr2.rig.SessionEndpoint;
import io.msgr2.rig.Variant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Peers that write ahead of the answers, and networks that cut bytes wherever they like. */
class PipelinedPeerTest {
  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#all")
  void acceptor_takes_banner_hello_and_request_in_one_piece(Variant variant) {
    try (var rig = variant.setup().scriptedClient()) {
      rig.toServer.hold();
      rig.client.assume(variant.revision()).sendsBanner().sends(rig.client.hello());
      AuthRequest request =
          variant.security().client(EntityName.client("4000")).connector(EntityType.OSD).request();
      rig.client.sends(
          new ControlFrame.AuthRequest(
              request.method(), request.preferredModes(), request.payload()));
      rig.settle();
      rig.toServer.letGo();
      rig.client.hearsBanner();
      rig.client.hears(ControlFrame.Hello.class);
      if (variant.security().isSigned()) {
        rig.client.hears(ControlFrame.AuthReplyMore.class);
      } else {
        rig.client.hears(ControlFrame.AuthDone.class);
      }
      assertThat(rig.server.isClosed()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void acceptor_takes_a_whole_conversation_that_waits_for_no_answer(Revision revision) {
    try (var rig = new Variant(revision, Security.NONE_CRC).setup().scriptedClient()) {
      rig.toServer.hold();
      ScriptedPeer client = rig.client.assume(revision).sendsBanner().sends(rig.client.hello());
      client.sends(
          new ControlFrame.AuthRequest(1, List.of(1), new byte[0]),
          new ControlFrame.AuthSignature(new byte[32]),
          client.clientIdent(),
          new ControlFrame.Keepalive2(3, 4));
      client.sendsMessage(1, "ahead");
      rig.settle();
      rig.toServer.letGo();
      client.hearsBanner();
      client.hears(ControlFrame.Hello.class);
      client.hears(ControlFrame.AuthDone.class);
      client.hears(ControlFrame.AuthSignature.class);
      client.hears(ControlFrame.ServerIdent.class);
      client.hears(ControlFrame.Keepalive2Ack.class);
      assertThat(rig.server.data()).containsExactly("ahead");
    }
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#all")
  void connector_takes_done_signature_ident_and_messages_in_one_piece(Variant variant) {
    try (var rig = variant.setup().scriptedServer()) {
      rig.server.greets();
      ScriptedPeer.Agreed agreed = rig.server.answers();
      rig.toClient.hold();
      rig.server.signs(agreed).sends(rig.server.serverIdent());
      rig.server.sendsMessage(1, "ahead").sendsMessage(2, "of time");
      rig.settle();
      rig.toClient.letGo();
      rig.settle();
      assertThat(rig.client.isReady()).isTrue();
      assertThat(rig.client.data()).containsExactly("ahead", "of time");
      rig.server.hears(ControlFrame.AuthSignature.class);
      rig.server.hears(ControlFrame.ClientIdent.class);
      rig.server.hearsNothing();
    }
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#all")
  void a_conversation_in_single_bytes_is_the_same_conversation(Variant variant) {
    try (var rig = variant.setup().sessions()) {
      rig.toServer.slice(1);
      rig.toClient.slice(1);
      converse(rig);
    }
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#all")
  void a_conversation_in_random_pieces_is_the_same_conversation(Variant variant) {
    Random random = Seed.random(variant + " in random pieces");
    for (int i = 0; i < 50; i++) {
      try (var rig = variant.setup().sessions()) {
        int longest = 1 + random.nextInt(200);
        rig.toServer.slice(available -> 1 + random.nextInt(Math.min(available, longest)));
        rig.toClient.slice(available -> 1 + random.nextInt(Math.min(available, longest)));
        converse(rig);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#all")
  void a_conversation_received_in_place_is_the_same_conversation(Variant variant) {
    try (var rig = variant.setup().sessions()) {
      rig.client.receiveInPlace();
      rig.server.receiveInPlace();
      converse(rig);
    }
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#all")
  void a_slow_conversation_is_the_same_conversation(Variant variant) {
    try (var rig = variant.setup().sessions()) {
      rig.toServer.delay(300);
      rig.toClient.delay(700);
      rig.advance(9_000);
      converse(rig);
      rig.advance(2_000);
    }
  }

  private static void converse(Rig<SessionEndpoint, SessionEndpoint> rig) {
    rig.client.send("ping");
    rig.client.send(
        SessionEndpoint.message()
            .tid(9)
            .front(rig.client.bytes("front"))
            .middle(rig.client.bytes("middle"))
            .data(rig.client.bytes("data".repeat(2_000))));
    IntStream.range(0, 3).forEach(i -> rig.server.send("answer " + i));
    rig.advance(5_000);
    assertThat(rig.client.isReady()).as("%s", rig).isTrue();
    assertThat(rig.server.isReady()).as("%s", rig).isTrue();
    assertThat(rig.server.data()).containsExactly("ping", "data".repeat(2_000));
    assertThat(rig.server.messages().get(1).front()).isEqualTo("front");
    assertThat(rig.server.messages().get(1).middle()).isEqualTo("middle");
    assertThat(rig.client.data()).containsExactly("answer 0", "answer 1", "answer 2");
  }
}
