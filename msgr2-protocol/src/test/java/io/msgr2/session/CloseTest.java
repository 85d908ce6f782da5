// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.frame.ControlFrame;
import io.msgr2.rig.Received;
import io.msgr2.rig.Rig;
import io.msgr2.rig.SessionEndpoint;
import io.msgr2.rig.Variant;
import io.msgr2.session.SessionFailure.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CloseTest {
  private static final String LARGE = "x".repeat(10_000);

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#all")
  void what_was_queued_arrives_before_the_end(Variant variant) {
    try (var rig = variant.setup().sessions()) {
      rig.settle();
      for (int i = 0; i < 200; i++) {
        rig.client.send(SessionEndpoint.message().tid(i).data(rig.client.bytes(LARGE)));
      }
      rig.client.session().close(rig.nowNanos());
      assertThat(rig.client.session().messagesSent()).isLessThan(200);
      rig.settle();
      assertThat(rig.client.failure().kind()).isEqualTo(Kind.CLOSED);
      assertThat(rig.client.failure().errno()).isZero();
      assertThat(rig.client.undelivered()).isZero();
      assertThat(rig.server.messages()).hasSize(200);
      assertThat(rig.server.messages()).extracting(Received::tid).last().isEqualTo(199L);
      assertThat(rig.server.failure().kind()).isEqualTo(Kind.DISCONNECTED);
      assertThat(rig.server.failure().detail()).isEqualTo("closed by the peer");
      assertThat(rig.server.failure().errno()).isEqualTo(SessionFailure.ECONNRESET);
    }
  }

  @Test
  void a_session_with_nothing_queued_is_closed_at_once() {
    try (var rig = Variant.PLAIN.setup().sessions()) {
      rig.settle();
      rig.server.session().close(rig.nowNanos());
      assertThat(rig.server.poll()).isNull();
      assertThat(rig.server.failure().kind()).isEqualTo(Kind.CLOSED);
      rig.settle();
      assertThat(rig.client.failure().kind()).isEqualTo(Kind.DISCONNECTED);
    }
  }

  @Test
  void a_closing_session_takes_no_more_messages() {
    try (var rig = Variant.PLAIN.setup().sessions()) {
      rig.settle();
      rig.toServer.block();
      for (int i = 0; i < 100; i++) {
        rig.client.send(LARGE);
      }
      rig.client.session().close(rig.nowNanos());
      var late = rig.client.bytes("too late");
      assertThat(rig.client.session().send(Message.builder(2).data(late).build(), rig.nowNanos()))
          .isFalse();
      assertThat(late.refCnt()).isZero();
      rig.toServer.unblock();
      rig.settle();
      assertThat(rig.server.messages()).hasSize(100);
      late = rig.client.bytes("much too late");
      assertThat(rig.client.session().send(Message.builder(2).data(late).build(), rig.nowNanos()))
          .isFalse();
      assertThat(late.refCnt()).isZero();
    }
  }

  @Test
  void a_closing_session_still_receives() {
    try (var rig = Variant.PLAIN.setup().sessions()) {
      rig.settle();
      rig.toServer.block();
      for (int i = 0; i < 100; i++) {
        rig.client.send(LARGE);
      }
      rig.client.session().close(rig.nowNanos());
      rig.server.send("answer");
      rig.settle();
      assertThat(rig.client.data()).containsExactly("answer");
      assertThat(rig.client.isClosed()).isFalse();
    }
  }

  @Test
  void closing_again_changes_nothing() {
    try (var rig = Variant.PLAIN.setup().sessions()) {
      rig.settle();
      rig.toServer.block();
      for (int i = 0; i < 100; i++) {
        rig.client.send(LARGE);
      }
      rig.client.session().close(rig.nowNanos());
      long deadline = rig.client.deadlineNanos();
      rig.client.session().close(rig.nowNanos() + 1_000_000);
      assertThat(rig.client.deadlineNanos()).isEqualTo(deadline);
      rig.toServer.unblock();
      rig.settle();
      rig.client.session().close(rig.nowNanos());
      assertThat(rig.client.failure().kind()).isEqualTo(Kind.CLOSED);
    }
  }

  @Test
  void a_session_that_is_not_ready_is_closed_at_once_and_says_what_it_drops() {
    try (var rig = Variant.PLAIN.setup().scriptedServer()) {
      rig.client.send("one");
      rig.client.send("two");
      rig.server.logsIn().hears(ControlFrame.ClientIdent.class);
      rig.client.session().close(rig.nowNanos());
      rig.server.hearsTheEnd();
      assertThat(rig.client.failure().kind()).isEqualTo(Kind.CLOSED);
      assertThat(rig.client.failure().step()).isEqualTo("SERVER_IDENT");
      assertThat(rig.client.undelivered()).isEqualTo(2);
    }
  }

  @Test
  void a_session_that_was_closed_while_dialling_does_not_come_back() {
    try (SessionEndpoint client = Variant.PLAIN.setup().dialling()) {
      client.session().close(Rig.START_NANOS);
      client.transport().opened(Rig.START_NANOS + 1);
      assertThat(client.poll()).isNull();
      assertThat(client.failure().kind()).isEqualTo(Kind.CLOSED);
      assertThat(client.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }
  }

  @Test
  void a_broken_connection_says_how_many_messages_were_not_encoded() {
    try (var rig = Variant.PLAIN.setup().sessions()) {
      rig.settle();
      rig.toServer.block();
      for (int i = 0; i < 100; i++) {
        rig.client.send(LARGE);
      }
      rig.cut();
      assertThat(rig.client.failure().kind()).isEqualTo(Kind.DISCONNECTED);
      assertThat(rig.client.undelivered())
          .isEqualTo((int) (100 - rig.client.session().messagesSent()))
          .isBetween(70, 80);
    }
  }

  @Test
  void a_connection_that_breaks_while_closing_is_not_called_closed() {
    try (var rig = Variant.PLAIN.setup().sessions()) {
      rig.settle();
      rig.toServer.block();
      for (int i = 0; i < 100; i++) {
        rig.client.send(LARGE);
      }
      rig.client.session().close(rig.nowNanos());
      rig.cut();
      assertThat(rig.client.failure().kind()).isEqualTo(Kind.DISCONNECTED);
      assertThat(rig.client.failure().step()).isEqualTo("queued messages to be transmitted");
      assertThat(rig.client.undelivered()).isPositive();
    }
  }

  @Test
  void marking_down_ends_a_session_with_messages_queued() {
    try (var rig = Variant.PLAIN.setup().sessions()) {
      rig.settle();
      rig.toServer.block();
      for (int i = 0; i < 100; i++) {
        rig.client.send(LARGE);
      }
      rig.client.session().markDown();
      rig.client.poll().release();
      assertThat(rig.client.failure().kind()).isEqualTo(Kind.CLOSED);
      assertThat(rig.client.undelivered()).isPositive();
    }
  }

  @Test
  void what_comes_after_the_end_is_passed_over() {
    try (var rig = Variant.PLAIN.setup().scriptedClient()) {
      rig.client.becomesReady();
      rig.server.session().close(rig.nowNanos());
      rig.server.receive(new byte[100], rig.nowNanos());
      rig.server.transport().closed("gone", SessionFailure.ECONNRESET, Rig.START_NANOS);
      rig.server.session().fail("whatever");
      rig.server.deadlinePassed(Long.MAX_VALUE);
      assertThat(rig.server.poll()).isNull();
      assertThat(rig.server.failure().kind()).isEqualTo(Kind.CLOSED);
    }
  }

  @Test
  void messages_that_nobody_took_are_given_back() {
    try (var rig = Variant.PLAIN.setup().scriptedClient()) {
      rig.client.becomesReady();
      rig.server.stopListening();
      rig.client.sendsMessage(1, LARGE).sendsMessage(2, LARGE).hearsNothing();
      assertThat(rig.server.memoryBytes()).isGreaterThan(2L * LARGE.length());
      // The rig checks that nothing is left when it is closed.
    }
  }
}
