// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.codec.Violation;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.MessageHeader;
import io.msgr2.frame.Revision;
import io.msgr2.rig.CrcFrame;
import io.msgr2.rig.Received;
import io.msgr2.rig.ScriptedPeer;
import io.msgr2.rig.Security;
import io.msgr2.rig.SessionEndpoint;
import io.msgr2.rig.Variant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class MessageExchangeTest {
  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#all")
  void all_of_a_message_arrives(Variant variant) {
    try (var rig = variant.setup().sessions()) {
      rig.settle();
      rig.client.send(
          Message.builder(42)
              .tid(-7)
              .priority(63)
              .version(8, 3)
              .front(rig.client.bytes("front"))
              .middle(rig.client.bytes("middle"))
              .data(rig.client.bytes("data")));
      rig.server.send(Message.builder(43).data(rig.server.bytes("only data")));
      rig.server.send(Message.builder(44));
      rig.settle();
      assertThat(rig.server.messages())
          .containsExactly(new Received(1, 42, -7, "front", "middle", "data"));
      assertThat(rig.client.messages())
          .containsExactly(
              new Received(1, 43, 0, "", "", "only data"), new Received(2, 44, 0, "", "", ""));
    }
  }

  @Test
  void the_header_is_the_one_that_real_senders_write() {
    try (var rig = Variant.PLAIN.setup().scriptedServer()) {
      rig.server.becomesReady();
      rig.client.send(Message.builder(42).tid(5).priority(196).version(8, 3));
      assertThat(rig.server.hearsMessage())
          .isEqualTo(
              new ScriptedPeer.HeardMessage(
                  new MessageHeader(1, 5, 42, 196, 8, 3, 0, 0, 3), "", "", ""));
    }
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#all")
  void messages_are_numbered_from_1_and_keep_their_order(Variant variant) {
    try (var rig = variant.setup().sessions()) {
      IntStream.range(0, 100).forEach(i -> rig.client.send("message " + i));
      rig.settle();
      assertThat(rig.server.messages())
          .extracting(Received::seq)
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, 100).mapToObj(i -> (long) i).toList());
      assertThat(rig.server.data())
          .containsExactlyElementsOf(
              IntStream.range(0, 100).mapToObj(i -> "message " + i).toList());
    }
  }

  @Test
  void messages_that_were_queued_early_follow_the_ident() {
    try (var rig = Variant.PLAIN.setup().scriptedServer()) {
      rig.client.send("early");
      rig.server.logsIn().hears(ControlFrame.ClientIdent.class);
      rig.server.hearsNothing();
      rig.server.sends(rig.server.serverIdent());
      assertThat(rig.server.hearsMessage().data()).isEqualTo("early");
    }
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#all")
  void gaps_in_the_numbering_are_fine(Variant variant) {
    try (var rig = variant.setup().scriptedClient()) {
      rig.client.becomesReady();
      rig.client.sendsMessage(5, "five").sendsMessage(6, "six").sendsMessage(1L << 40, "far");
      rig.settle();
      assertThat(rig.server.data()).containsExactly("five", "six", "far");
      assertThat(rig.server.messages().get(2).seq()).isEqualTo(1L << 40);
      assertThat(rig.server.session().duplicates()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#all")
  void repeated_messages_are_dropped_and_reading_goes_on(Variant variant) {
    try (var rig = variant.setup().scriptedClient()) {
      rig.client.becomesReady();
      rig.client.sendsMessage(1, "one").sendsMessage(2, "two");
      rig.client.sendsMessage(1, "one again").sendsMessage(2, "two again").sendsMessage(0, "zero");
      rig.client.sendsMessage(3, "three");
      rig.settle();
      assertThat(rig.server.data()).containsExactly("one", "two", "three");
      assertThat(rig.server.session().duplicates()).isEqualTo(3);
      assertThat(rig.server.isReady()).isTrue();
    }
  }

  @Test
  void numbers_are_unsigned() {
    try (var rig = Variant.PLAIN.setup().scriptedClient()) {
      rig.client.becomesReady();
      rig.client.sendsMessage(Long.MAX_VALUE, "half").sendsMessage(Long.MIN_VALUE, "and one");
      rig.client.sendsMessage(-1, "last").sendsMessage(1, "around");
      rig.settle();
      assertThat(rig.server.data()).containsExactly("half", "and one", "last");
    }
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#all")
  void an_aborted_message_is_dropped_and_takes_no_number(Variant variant) {
    try (var rig = variant.setup().scriptedClient()) {
      rig.client.becomesReady();
      rig.client.sendsMessage(1, "one").sendsAbortedMessage(2, "never mind").sendsMessage(2, "two");
      rig.settle();
      assertThat(rig.server.data()).containsExactly("one", "two");
      assertThat(rig.server.session().abortedFrames()).isEqualTo(1);
      assertThat(rig.server.session().duplicates()).isZero();
    }
  }

  @Test
  void every_message_tells_the_last_number_received() {
    try (var rig = Variant.PLAIN.setup().scriptedServer()) {
      rig.server.becomesReady().sendsMessage(17, "seventeen");
      rig.settle();
      rig.client.send("answer");
      assertThat(rig.server.hearsMessage().header().ackSeq()).isEqualTo(17);
    }
  }

  @Test
  void a_lossy_session_sends_no_acknowledgements() {
    try (var rig = Variant.PLAIN.setup().scriptedServer()) {
      rig.server.becomesReady().sendsMessage(1, "one").sendsMessage(2, "two").hearsNothing();
    }
    try (var rig = Variant.PLAIN.setup().scriptedClient()) {
      rig.client.becomesReady().sendsMessage(1, "one").sendsMessage(2, "two").hearsNothing();
    }
  }

  @Test
  void acknowledgements_on_a_lossy_session_mean_nothing() {
    try (var rig = Variant.PLAIN.setup().scriptedClient()) {
      rig.client.becomesReady().sends(new ControlFrame.Ack(99), new ControlFrame.Ack(-1));
      rig.client.sendsMessage(ScriptedPeer.header(1, 12345), "one").hearsNothing();
      assertThat(rig.server.data()).containsExactly("one");
    }
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#all")
  void a_server_that_keeps_messages_gets_them_acknowledged(Variant variant) {
    try (var rig = variant.setup().scriptedServer()) {
      rig.server.logsIn().hears(ControlFrame.ClientIdent.class);
      rig.server.sends(rig.server.serverIdent(0)).hearsNothing();
      rig.server.sendsMessage(1, "one").sendsMessage(2, "two");
      assertThat(rig.server.hears(ControlFrame.Ack.class).seq()).isEqualTo(2);
      rig.server.hearsNothing();
      rig.server.sendsMessage(7, "seven");
      assertThat(rig.server.hears(ControlFrame.Ack.class).seq()).isEqualTo(7);
      rig.server.sends(new ControlFrame.Keepalive2(1, 1)).hears(ControlFrame.Keepalive2Ack.class);
      rig.server.hearsNothing();
    }
  }

  @Test
  void a_message_on_its_way_carries_the_acknowledgement() {
    try (var rig = Variant.PLAIN.setup().scriptedServer()) {
      rig.server.logsIn().hears(ControlFrame.ClientIdent.class);
      rig.server.sends(rig.server.serverIdent(0)).sendsMessage(1, "one").sendsMessage(2, "two");
      // Queued but not encoded, since the session is not ready before it reads SERVER_IDENT.
      rig.client.send("answer");
      assertThat(rig.server.hearsMessage().header().ackSeq()).isEqualTo(2);
      rig.server.hearsNothing();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_header_of_another_length_closes_the_connection(Revision revision) {
    try (var rig = new Variant(revision, Security.NONE_CRC).setup().scriptedClient()) {
      rig.client.becomesReady().sends(CrcFrame.control(revision, 17, new byte[40])).hearsTheEnd();
      rig.server.assertViolation(Violation.SEGMENT_LAYOUT);
    }
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#all")
  void what_came_before_a_violation_is_delivered(Variant variant) {
    try (var rig = variant.setup().scriptedClient()) {
      rig.client.becomesReady().sendsMessage(1, "one").sendsMessage(2, "two");
      rig.client.sends(rig.client.hello()).sendsMessage(3, "three").hearsTheEnd();
      rig.server.assertViolation(Violation.TAG_OUT_OF_STATE);
      assertThat(rig.server.data()).containsExactly("one", "two");
    }
  }

  @Test
  void a_large_message_arrives_in_whatever_pieces() {
    String large = "0123456789abcdef".repeat(1 << 16);
    for (Variant variant : Variant.all().toList()) {
      for (boolean inPlace : new boolean[] {false, true}) {
        try (var rig = variant.setup().sessions()) {
          rig.settle();
          if (inPlace) {
            rig.server.receiveInPlace();
          }
          rig.toServer.slice(65_521);
          rig.client.send(SessionEndpoint.message().data(rig.client.bytes(large)));
          rig.client.send("after");
          rig.settle();
          assertThat(rig.server.data()).containsExactly(large, "after");
        }
      }
    }
  }
}
