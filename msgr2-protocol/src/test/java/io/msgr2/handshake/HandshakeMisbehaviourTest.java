// SPDX-License-Identifier: Apache-2.0
package io.msgr2.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.codec.Violation;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.FrameLimits;
import io.msgr2.frame.Revision;
import io.msgr2.rig.CrcFrame;
import io.msgr2.rig.Security;
import io.msgr2.rig.Setup;
import io.msgr2.rig.Variant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not happen before the peers are authenticated. */
class HandshakeMisbehaviourTest {
  private static Setup setup(Revision revision) {
    return new Variant(revision, Security.NONE_CRC).setup();
  }

  @ParameterizedTest
  @EnumSource
  void a_message_before_authentication_closes_the_connection(Revision revision) {
    try (var rig = setup(revision).scriptedClient()) {
      rig.client.exchangesBanners().sendsMessage(1, "early").hearsAny();
      rig.client.hearsTheEnd();
      rig.server.assertViolation(Violation.TAG_OUT_OF_STATE);
      assertThat(rig.server.failure().detail()).endsWith("expected HELLO, got MESSAGE");
      assertThat(rig.server.messages()).isEmpty();
    }
    try (var rig = setup(revision).scriptedServer()) {
      rig.server.greets().hears(ControlFrame.AuthRequest.class);
      rig.server.sendsMessage(1, "early").hearsTheEnd();
      rig.client.assertViolation(Violation.TAG_OUT_OF_STATE);
      assertThat(rig.client.messages()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_message_before_identification_closes_the_connection(Revision revision) {
    try (var rig = setup(revision).scriptedClient()) {
      rig.client.logsIn().sendsMessage(1, "early").hearsTheEnd();
      rig.server.assertViolation(Violation.TAG_OUT_OF_STATE);
      assertThat(rig.server.failure().detail())
          .endsWith("expected CLIENT_IDENT or SESSION_RECONNECT, got MESSAGE");
      assertThat(rig.server.messages()).isEmpty();
    }
    try (var rig = setup(revision).scriptedServer()) {
      rig.server.logsIn().sendsMessage(1, "early").hears(ControlFrame.ClientIdent.class);
      rig.server.hearsTheEnd();
      rig.client.assertViolation(Violation.TAG_OUT_OF_STATE);
      assertThat(rig.client.messages()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_keepalive_before_the_session_is_ready_closes_the_connection(Revision revision) {
    var keepalive = new ControlFrame.Keepalive2(1, 2);
    try (var rig = setup(revision).scriptedClient()) {
      rig.client.exchangesBanners().sends(keepalive).hears(ControlFrame.Hello.class);
      rig.client.hearsTheEnd();
      rig.server.assertViolation(Violation.TAG_OUT_OF_STATE);
      rig.client.hearsNothing();
    }
    try (var rig = setup(revision).scriptedClient()) {
      rig.client.logsIn().sends(keepalive).hearsTheEnd();
      rig.server.assertViolation(Violation.TAG_OUT_OF_STATE);
      rig.client.hearsNothing();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 23, 128, 255})
  void an_undefined_tag_closes_the_connection(int tag) {
    byte[] frame = CrcFrame.control(Revision.V2_1, tag, new byte[] {1, 2, 3});
    try (var rig = setup(Revision.V2_1).scriptedClient()) {
      rig.client.exchangesBanners().sends(frame).hearsAny();
      rig.client.hearsTheEnd();
      rig.server.assertViolation(Violation.TAG_UNKNOWN);
    }
    try (var rig = setup(Revision.V2_1).scriptedServer()) {
      rig.server.exchangesBanners().sends(frame).hearsAny();
      rig.server.hearsTheEnd();
      rig.client.assertViolation(Violation.TAG_UNKNOWN);
    }
  }

  @Test
  void an_aborted_hello_closes_a_connection_of_2_0() {
    try (var rig = setup(Revision.V2_0).scriptedClient()) {
      rig.client.exchangesBanners();
      rig.client.sends(CrcFrame.aborted20(rig.client.encoded(rig.client.hello()))).hearsAny();
      rig.client.hearsTheEnd();
      rig.server.assertViolation(Violation.FRAME_ABORTED);
    }
    try (var rig = setup(Revision.V2_0).scriptedServer()) {
      rig.server.exchangesBanners();
      rig.server.sends(CrcFrame.aborted20(rig.server.encoded(rig.server.hello()))).hearsAny();
      rig.server.hearsTheEnd();
      rig.client.assertViolation(Violation.FRAME_ABORTED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_aborted_message_closes_the_connection_until_the_session_is_ready(Revision revision) {
    try (var rig = setup(revision).scriptedClient()) {
      rig.client.exchangesBanners().sendsAbortedMessage(1, "never mind").hearsAny();
      rig.client.hearsTheEnd();
      rig.server.assertViolation(Violation.FRAME_ABORTED);
    }
    try (var rig = setup(revision).scriptedClient()) {
      rig.client.logsIn().sendsAbortedMessage(1, "never mind").hearsTheEnd();
      rig.server.assertViolation(Violation.FRAME_ABORTED);
      assertThat(rig.server.failure().step()).isEqualTo("CLIENT_IDENT or SESSION_RECONNECT");
    }
  }

  @ParameterizedTest
  @EnumSource
  void bytes_after_the_last_field_close_the_connection(Revision revision) {
    try (var rig = setup(revision).scriptedClient()) {
      rig.client.exchangesBanners();
      byte[] payload = payload(revision, rig.client.encoded(rig.client.hello()));
      byte[] longer = Arrays.copyOf(payload, payload.length + 1);
      rig.client.sends(CrcFrame.control(revision, 1, longer)).hearsAny();
      rig.client.hearsTheEnd();
      rig.server.assertViolation(Violation.PAYLOAD_TRAILING_BYTES);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_payload_that_ends_early_closes_the_connection(Revision revision) {
    try (var rig = setup(revision).scriptedServer()) {
      rig.server.exchangesBanners();
      byte[] payload = payload(revision, rig.server.encoded(rig.server.hello()));
      byte[] shorter = Arrays.copyOf(payload, payload.length - 1);
      rig.server.sends(CrcFrame.control(revision, 1, shorter)).hearsAny();
      rig.server.hearsTheEnd();
      rig.client.assertViolation(Violation.PAYLOAD_SHORT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_empty_payload_closes_the_connection(Revision revision) {
    try (var rig = setup(revision).scriptedServer()) {
      rig.server.exchangesBanners();
      rig.server.sends(CrcFrame.control(revision, 1, new byte[0])).hearsAny();
      rig.server.hearsTheEnd();
      rig.client.assertViolation(Violation.PAYLOAD_SHORT);
    }
  }

  @Test
  void a_frame_beyond_the_handshakes_limit_is_refused_on_its_preamble() {
    Setup setup = setup(Revision.V2_1);
    setup.server.limits(new FrameLimits(1000, 1 << 20));
    try (var rig = setup.scriptedClient()) {
      rig.client.greets().sends(CrcFrame.preamble(2, 1001)).hearsTheEnd();
      rig.server.assertViolation(Violation.SEGMENT_TOO_LARGE);
      assertThat(rig.server.failure().detail()).contains("AUTH_REQUEST", "1001", "1000");
    }
    setup.client.limits(new FrameLimits(1000, 1 << 20));
    try (var rig = setup.scriptedServer()) {
      rig.server.greets().hears(ControlFrame.AuthRequest.class);
      rig.server.sends(CrcFrame.preamble(6, 1001)).hearsTheEnd();
      rig.client.assertViolation(Violation.SEGMENT_TOO_LARGE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_frame_up_to_the_handshakes_limit_is_read(Revision revision) {
    Setup setup = setup(revision);
    setup.server.limits(new FrameLimits(1000, 1 << 20));
    try (var rig = setup.scriptedClient()) {
      byte[] garbage = new byte[1000];
      garbage[0] = 4;
      rig.client.greets().sends(CrcFrame.control(revision, 2, garbage)).hearsTheEnd();
      rig.server.assertViolation(Violation.PAYLOAD_TRAILING_BYTES);
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_handshakes_limit_ends_with_the_handshake(Revision revision) {
    Setup setup = setup(revision);
    setup.server.limits(new FrameLimits(1000, 4096));
    try (var rig = setup.scriptedClient()) {
      rig.client.becomesReady().sendsMessage(1, "x".repeat(4096 - 41)).hearsNothing();
      assertThat(rig.server.data()).containsExactly("x".repeat(4096 - 41));
      rig.client.sendsMessage(2, "x".repeat(4096 - 40)).hearsTheEnd();
      rig.server.assertViolation(Violation.SEGMENT_TOO_LARGE);
    }
  }

  @Test
  void control_frames_keep_the_handshakes_limit() {
    Setup setup = setup(Revision.V2_1);
    setup.server.limits(new FrameLimits(1000, 1 << 20));
    setup.client.limits(new FrameLimits(1000, 1 << 20));
    try (var rig = setup.scriptedClient()) {
      rig.client.logsIn().sends(CrcFrame.preamble(8, 1001)).hearsTheEnd();
      rig.server.assertViolation(Violation.SEGMENT_TOO_LARGE);
      assertThat(rig.server.failure().step()).isEqualTo("CLIENT_IDENT or SESSION_RECONNECT");
    }
    try (var rig = setup.scriptedServer()) {
      rig.server.logsIn().hears(ControlFrame.ClientIdent.class);
      rig.server.sends(CrcFrame.preamble(9, 1001)).hearsTheEnd();
      rig.client.assertViolation(Violation.SEGMENT_TOO_LARGE);
    }
    try (var rig = setup.scriptedClient()) {
      rig.client.becomesReady().sends(CrcFrame.preamble(8, 1001)).hearsTheEnd();
      rig.server.assertViolation(Violation.SEGMENT_TOO_LARGE);
    }
  }

  @Test
  void a_frame_with_a_wrong_checksum_closes_the_connection() {
    try (var rig = setup(Revision.V2_1).scriptedClient()) {
      rig.client.exchangesBanners();
      byte[] hello = rig.client.encoded(rig.client.hello());
      hello[hello.length - 1] ^= 1;
      rig.client.sends(hello).hearsAny();
      rig.client.hearsTheEnd();
      rig.server.assertViolation(Violation.SEGMENT_CRC);
    }
  }

  private static byte[] payload(Revision revision, byte[] frame) {
    return Arrays.copyOfRange(
        frame, 32, frame.length - (revision == Revision.V2_0 ? 17 : Integer.BYTES));
  }
}
