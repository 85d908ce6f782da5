// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.frame.ControlFrame;
import io.msgr2.rig.SessionEndpoint;
import io.msgr2.rig.Variant;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a session holds when its peer does not read. */
class BackPressureTest {
  private static final int LIMIT_BYTES = 256 * 1024;
  private static final String MESSAGE = "x".repeat(4_000);

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#all")
  void only_so_much_is_encoded_ahead(Variant variant) {
    try (var rig = variant.setup().sessions()) {
      rig.settle();
      rig.toServer.block();
      for (int i = 0; i < 1_000; i++) {
        rig.client.send(SessionEndpoint.message().tid(i).data(rig.client.bytes(MESSAGE)));
      }
      long bytes = rig.client.transport().outputBytes();
      assertThat(bytes).isBetween((long) LIMIT_BYTES, LIMIT_BYTES + MESSAGE.length() + 256L);
      assertThat(rig.client.session().messagesSent()).isBetween(60L, 66L);
      rig.client.session().pump(rig.nowNanos());
      assertThat(rig.client.transport().outputBytes()).isEqualTo(bytes);

      rig.toServer.unblock();
      rig.settle();
      assertThat(rig.server.messages()).hasSize(1_000);
      assertThat(rig.server.messages().get(999).tid()).isEqualTo(999);
    }
  }

  @Test
  void output_that_was_taken_makes_room() {
    try (var rig = Variant.PLAIN.setup().sessions()) {
      rig.settle();
      rig.toServer.block();
      for (int i = 0; i < 200; i++) {
        rig.client.send(MESSAGE);
      }
      long before = rig.client.session().messagesSent();
      ByteBuf taken = rig.client.transport().poll();
      rig.toServer.unblock();
      rig.client.session().pump(rig.nowNanos());
      assertThat(rig.client.session().messagesSent()).isGreaterThanOrEqualTo(before);
      while (rig.client.session().messagesSent() == before) {
        taken.release();
        taken = rig.client.transport().poll();
        rig.client.session().pump(rig.nowNanos());
      }
      taken.release();
      assertThat(rig.client.transport().outputBytes())
          .isBetween((long) LIMIT_BYTES, LIMIT_BYTES + MESSAGE.length() + 256L);
    }
  }

  @Test
  void a_message_larger_than_the_limit_is_sent_all_the_same() {
    String large = "y".repeat(3 * LIMIT_BYTES);
    try (var rig = Variant.PLAIN.setup().sessions()) {
      rig.client.send(large);
      rig.client.send("after");
      rig.settle();
      assertThat(rig.server.data()).containsExactly(large, "after");
    }
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#all")
  void keepalives_of_a_peer_that_does_not_read_do_not_pile_up(Variant variant) {
    try (var rig = variant.setup().scriptedClient()) {
      rig.client.becomesReady();
      rig.toClient.block();
      for (int i = 0; i < 8_000; i++) {
        rig.client.sends(new ControlFrame.Keepalive2(i, 7));
      }
      rig.settle();
      assertThat(rig.server.transport().outputBytes()).isLessThan(LIMIT_BYTES + 256L);
      assertThat(rig.server.memoryBytes()).isLessThan(2L * LIMIT_BYTES);
      rig.toClient.unblock();
      rig.settle();
      int last = -1;
      int answers = 0;
      while (last != 7_999) {
        int next = rig.client.hears(ControlFrame.Keepalive2Ack.class).seconds();
        assertThat(next).isGreaterThan(last);
        last = next;
        answers++;
      }
      rig.client.hearsNothing();
      assertThat(answers).isLessThan(LIMIT_BYTES / 40 + 2);
    }
  }

  @Test
  void a_keepalive_that_is_answered_at_once_makes_an_older_answer_pointless() {
    try (var rig = Variant.PLAIN.setup().scriptedClient()) {
      rig.client.becomesReady();
      rig.toClient.block();
      for (int i = 0; i < 100; i++) {
        rig.server.send(MESSAGE);
      }
      rig.client.sends(new ControlFrame.Keepalive2(1, 0));
      rig.settle();
      // The transport takes everything, and a keepalive comes before the session is pumped again.
      for (ByteBuf part = rig.server.transport().poll();
          part != null;
          part = rig.server.transport().poll()) {
        part.release();
      }
      byte[] keepalive = rig.client.encoded(new ControlFrame.Keepalive2(2, 0));
      ByteBuf in = Unpooled.wrappedBuffer(keepalive);
      rig.server.transport().receive(in, rig.nowNanos());
      rig.toClient.unblock();
      assertThat(rig.client.hears(ControlFrame.Keepalive2Ack.class).seconds()).isEqualTo(2);
      while (rig.server.session().messagesSent() < 100 || rig.server.transport().hasOutput()) {
        rig.settle();
      }
      for (int i = 0; i < 100 && rig.client.hasMore(); i++) {
        rig.client.hearsMessage();
      }
      rig.client.hearsNothing();
    }
  }

  @Test
  void acknowledgements_for_a_peer_that_does_not_read_do_not_pile_up() {
    try (var rig = Variant.PLAIN.setup().scriptedServer()) {
      rig.server.logsIn().hears(ControlFrame.ClientIdent.class);
      rig.server.sends(rig.server.serverIdent(0)).hearsNothing();
      rig.toServer.block();
      rig.toClient.slice(70);
      for (int i = 1; i <= 8_000; i++) {
        rig.server.sendsMessage(i, "");
      }
      rig.settle();
      assertThat(rig.client.messages()).hasSize(8_000);
      assertThat(rig.client.transport().outputBytes()).isLessThan(LIMIT_BYTES + 256L);
      rig.toServer.unblock();
      long last = 0;
      while (last != 8_000) {
        last = rig.server.hears(ControlFrame.Ack.class).seq();
      }
      rig.server.hearsNothing();
    }
  }
}
