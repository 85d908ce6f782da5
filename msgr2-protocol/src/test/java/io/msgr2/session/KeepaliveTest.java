// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.frame.ControlFrame;
import io.msgr2.rig.Variant;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class KeepaliveTest {
  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#all")
  void both_sides_answer_with_the_stamp_that_they_were_asked_with(Variant variant) {
    try (var rig = variant.setup().sessions()) {
      rig.settle();
      Instant first = Instant.ofEpochSecond(1_800_000_000, 123_456_789);
      // The last second that 32 bits can tell.
      Instant second = Instant.ofEpochSecond(0xFFFF_FFFFL, 999_999_999);
      rig.client.session().keepalive(first, rig.nowNanos());
      rig.server.session().keepalive(second, rig.nowNanos());
      rig.server.session().keepalive(first, rig.nowNanos());
      rig.settle();
      assertThat(rig.client.keepaliveAcks()).containsExactly(first);
      assertThat(rig.server.keepaliveAcks()).containsExactly(second, first);
    }
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1800000000,999999999", "-1,-1", "2147483647,-2147483648"})
  void a_stamp_is_repeated_bit_by_bit(int seconds, int nanos) {
    try (var rig = Variant.PLAIN.setup().scriptedClient()) {
      rig.client.becomesReady().sends(new ControlFrame.Keepalive2(seconds, nanos));
      assertThat(rig.client.hears(ControlFrame.Keepalive2Ack.class))
          .isEqualTo(new ControlFrame.Keepalive2Ack(seconds, nanos));
      rig.client.hearsNothing();
    }
  }

  @Test
  void every_keepalive_of_a_batch_is_answered_in_order() {
    try (var rig = Variant.PLAIN.setup().scriptedClient()) {
      rig.client.becomesReady();
      for (int i = 0; i < 10; i++) {
        rig.client.sends(new ControlFrame.Keepalive2(i, 0));
      }
      for (int i = 0; i < 10; i++) {
        assertThat(rig.client.hears(ControlFrame.Keepalive2Ack.class).seconds()).isEqualTo(i);
      }
    }
  }

  @Test
  void an_answer_that_was_not_asked_for_is_harmless() {
    try (var rig = Variant.PLAIN.setup().scriptedClient()) {
      rig.client.becomesReady().sends(new ControlFrame.Keepalive2Ack(-1, -1)).hearsNothing();
      assertThat(rig.server.keepaliveAcks())
          .containsExactly(Instant.ofEpochSecond(0xFFFF_FFFFL, 0xFFFF_FFFFL));
      assertThat(rig.server.isReady()).isTrue();
    }
  }

  @Test
  void the_user_hears_no_answer_to_what_the_session_asked_by_itself() {
    try (var rig = Variant.PLAIN.setup().sessions()) {
      rig.settle();
      Instant asked = Instant.ofEpochSecond(1_800_000_000);
      rig.client.session().keepalive(Ready.ASKED_BY_NOBODY, rig.nowNanos());
      rig.settle();
      rig.client.session().keepalive(asked, rig.nowNanos());
      rig.settle();
      assertThat(rig.client.keepaliveAcks()).containsExactly(asked);
    }
  }

  @Test
  void nothing_is_asked_before_the_session_is_ready() {
    try (var rig = Variant.PLAIN.setup().scriptedServer()) {
      rig.client.session().keepalive(Instant.EPOCH, rig.nowNanos());
      rig.server.logsIn().hears(ControlFrame.ClientIdent.class);
      rig.client.session().keepalive(Instant.EPOCH, rig.nowNanos());
      rig.server.hearsNothing();
    }
  }

  @Test
  void nothing_is_asked_after_the_end() {
    try (var rig = Variant.PLAIN.setup().sessions()) {
      rig.settle();
      rig.cut();
      rig.client.session().keepalive(Instant.EPOCH, rig.nowNanos());
      assertThat(rig.client.transport().hasOutput()).isFalse();
    }
  }
}
