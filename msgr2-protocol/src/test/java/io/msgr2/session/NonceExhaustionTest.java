// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.frame.Revision;
import io.msgr2.rig.Nonces;
import io.msgr2.rig.Security;
import io.msgr2.rig.SessionEndpoint;
import io.msgr2.rig.Variant;
import io.msgr2.session.SessionFailure.Kind;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A session that would have to use a nonce twice ends instead (CVE-2020-1759). */
class NonceExhaustionTest {
  private static void assertExhausted(SessionEndpoint endpoint) {
    SessionFailure failure = endpoint.failure();
    assertThat(failure.kind()).isEqualTo(Kind.INTERNAL);
    assertThat(failure.detail()).contains("all nonces");
    assertThat(failure.violation()).isEmpty();
    assertThat(endpoint.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#secure")
  void a_message_that_cannot_be_encrypted_ends_the_session_and_is_counted(Variant variant) {
    try (var rig = variant.setup().sessions()) {
      rig.settle();
      Nonces.leave(rig.client.session(), 0);
      rig.client.send("one");
      rig.client.send("two");
      rig.settle();
      assertExhausted(rig.client);
      assertThat(rig.client.undelivered()).isEqualTo(1);
      assertThat(rig.server.failure().kind()).isEqualTo(Kind.DISCONNECTED);
      assertThat(rig.server.messages()).isEmpty();
    }
  }

  @Test
  void a_message_that_can_be_encrypted_in_part_only_is_counted_too() {
    var variant = new Variant(Revision.V2_1, Security.NONE_SECURE);
    try (var rig = variant.setup().sessions()) {
      rig.settle();
      Nonces.leave(rig.client.session(), 1);
      // The preamble takes the last nonce, the data has none.
      rig.client.send("one");
      rig.settle();
      assertExhausted(rig.client);
      assertThat(rig.client.undelivered()).isEqualTo(1);
      assertThat(rig.server.messages()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#secure")
  void a_keepalive_that_cannot_be_encrypted_ends_the_session(Variant variant) {
    try (var rig = variant.setup().sessions()) {
      rig.settle();
      Nonces.leave(rig.server.session(), 0);
      rig.server.session().keepalive(Instant.EPOCH, rig.nowNanos());
      rig.settle();
      assertExhausted(rig.server);
    }
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#secure")
  void an_answer_that_cannot_be_encrypted_ends_the_session(Variant variant) {
    try (var rig = variant.setup().sessions()) {
      rig.settle();
      Nonces.leave(rig.server.session(), 0);
      rig.client.send("before");
      rig.client.session().keepalive(Instant.EPOCH, rig.nowNanos());
      rig.settle();
      assertExhausted(rig.server);
      assertThat(rig.server.data()).containsExactly("before");
      assertThat(rig.client.failure().kind()).isEqualTo(Kind.DISCONNECTED);
    }
  }
}
