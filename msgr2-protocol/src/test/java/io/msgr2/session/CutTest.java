// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.rig.Link;
import io.msgr2.rig.Rig;
import io.msgr2.rig.SessionEndpoint;
import io.msgr2.rig.Variant;
import io.msgr2.session.SessionFailure.Kind;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A connection that breaks after every single byte of a whole conversation. */
class CutTest {
  private static final List<String> TO_SERVER = List.of("one", "two".repeat(50), "three");
  private static final List<String> TO_CLIENT = List.of("answer");

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#all")
  void after_every_byte_to_the_server(Variant variant) {
    cutEverywhere(variant, rig -> rig.toServer);
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#all")
  void after_every_byte_to_the_client(Variant variant) {
    cutEverywhere(variant, rig -> rig.toClient);
  }

  private static void cutEverywhere(Variant variant, Function<Rig<?, ?>, Link> direction) {
    int length = conversation(variant, direction);
    for (int at = 0; at <= length; at++) {
      // The rig checks at its end that all memory was given back.
      try (var rig = variant.setup().sessions()) {
        direction.apply(rig).cutAfter(at);
        converse(rig);
        assertThat(rig.isConnected()).as("cut after %d of %d bytes", at, length).isFalse();
        for (SessionEndpoint end : List.of(rig.client, rig.server)) {
          SessionFailure failure = end.failure();
          assertThat(failure.kind()).as("byte %d: %s", at, rig).isEqualTo(Kind.DISCONNECTED);
          assertThat(failure.detail()).isEqualTo("connection cut");
          assertThat(failure.step()).isNotEmpty();
        }
        expectBeginning(rig.server.data(), TO_SERVER);
        expectBeginning(rig.client.data(), TO_CLIENT);
      }
    }
  }

  private static int conversation(Variant variant, Function<Rig<?, ?>, Link> direction) {
    try (var rig = variant.setup().sessions()) {
      converse(rig);
      assertThat(rig.server.data()).isEqualTo(TO_SERVER);
      assertThat(rig.client.data()).isEqualTo(TO_CLIENT);
      assertThat(rig.client.keepaliveAcks()).hasSize(1);
      assertThat(rig.isConnected()).isTrue();
      return direction.apply(rig).recorded().length;
    }
  }

  private static void converse(Rig<SessionEndpoint, SessionEndpoint> rig) {
    rig.client.send(TO_SERVER.get(0));
    rig.client.send(
        SessionEndpoint.message()
            .front(rig.client.bytes("front"))
            .middle(rig.client.bytes("middle"))
            .data(rig.client.bytes(TO_SERVER.get(1))));
    rig.server.send(TO_CLIENT.get(0));
    rig.settle();
    rig.client.session().keepalive(Instant.ofEpochSecond(1), rig.nowNanos());
    rig.client.send(TO_SERVER.get(2));
    rig.settle();
  }

  private static void expectBeginning(List<String> received, List<String> sent) {
    assertThat(received).isEqualTo(sent.subList(0, received.size()));
  }
}
