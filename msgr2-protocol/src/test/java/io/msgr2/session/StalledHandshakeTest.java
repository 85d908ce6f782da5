// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.cephx.CephxClient;
import io.msgr2.auth.cephx.CephxMonitor;
import io.msgr2.auth.cephx.KeyStore;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.rig.Link;
import io.msgr2.rig.Rig;
import io.msgr2.rig.SessionEndpoint;
import io.msgr2.rig.Setup;
import io.msgr2.rig.Variant;
import io.msgr2.session.SessionFailure.Kind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A peer that says no more after any single byte of the handshake, and does not hang up. */
class StalledHandshakeTest {
  private static final int HANDSHAKE_MS = 2_000;
  private static final Timeouts SHORT = new Timeouts(1_000, HANDSHAKE_MS, 900_000, 500);
  private static final EntityName CLIENT = EntityName.client("4000");

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#all")
  void an_acceptor_drops_it(Variant variant) {
    List<String> steps = new ArrayList<>(List.of("banner", "HELLO", "AUTH_REQUEST"));
    if (variant.security().isSigned()) {
      steps.add("AUTH_REQUEST_MORE");
    }
    steps.addAll(List.of("AUTH_SIGNATURE", "CLIENT_IDENT or SESSION_RECONNECT"));

    assertThat(stallEverywhere(() -> patientClient(variant.setup()), true))
        .containsExactlyElementsOf(steps);
  }

  @ParameterizedTest
  @EnumSource(ConnectionMode.class)
  void a_monitor_drops_it(ConnectionMode mode) {
    assertThat(stallEverywhere(() -> patientClient(loginWithMonitor(mode)), true))
        .containsExactly(
            "banner",
            "HELLO",
            "AUTH_REQUEST",
            "AUTH_REQUEST_MORE",
            "AUTH_SIGNATURE",
            "CLIENT_IDENT or SESSION_RECONNECT");
  }

  @ParameterizedTest
  @EnumSource(ConnectionMode.class)
  void a_connector_gives_it_up(ConnectionMode mode) {
    assertThat(stallEverywhere(() -> patientServer(loginWithMonitor(mode)), false))
        .containsExactly(
            "banner",
            "HELLO",
            "AUTH_REPLY_MORE, AUTH_DONE or AUTH_BAD_METHOD",
            "AUTH_SIGNATURE",
            "SERVER_IDENT");
  }

  /** Returns what was waited for when time was up, in the order of the handshake. */
  private static Set<String> stallEverywhere(Supplier<Setup> setup, boolean connectorStalls) {
    Function<Rig<?, ?>, Link> link = connectorStalls ? rig -> rig.toServer : rig -> rig.toClient;
    int length;
    try (var rig = setup.get().sessions()) {
      rig.settle();
      assertThat(rig.client.isReady() && rig.server.isReady()).isTrue();
      length = link.apply(rig).recorded().length;
    }
    Set<String> steps = new LinkedHashSet<>();
    for (int at = 0; at < length; at++) {
      // The rig checks at its end that all memory was given back.
      try (var rig = setup.get().sessions()) {
        link.apply(rig).stallAfter(at);
        SessionEndpoint waiting = connectorStalls ? rig.server : rig.client;
        rig.advance(HANDSHAKE_MS - 1);
        assertThat(waiting.isClosed()).as("byte %d: %s", at, rig).isFalse();
        rig.advance(1);
        SessionFailure failure = waiting.failure();
        assertThat(failure.kind()).as("byte %d: %s", at, rig).isEqualTo(Kind.TIMEOUT);
        assertThat(failure.detail()).contains(HANDSHAKE_MS + " ms");
        assertThat(rig.isConnected()).isFalse();
        steps.add(failure.step());
      }
    }
    return steps;
  }

  private static Setup patientClient(Setup setup) {
    setup.server.timeouts(SHORT);
    return setup;
  }

  private static Setup patientServer(Setup setup) {
    setup.client.timeouts(SHORT);
    return setup;
  }

  private static Setup loginWithMonitor(ConnectionMode mode) {
    Random random = new Random(1);
    InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000));
    CephxKey key = CephxKey.generate(KeyType.AES, Instant.EPOCH, random);
    KeyStore store =
        name ->
            Optional.of(new KeyStore.Entity(key, Map.of("mon", "allow *")))
                .filter(any -> name.equals(CLIENT));
    CephxClient client =
        new CephxClient(CLIENT, key, ConnectionModes.of(mode), Set.of(), random, clock);
    return Variant.PLAIN
        .setup()
        .clientAuth(peer -> client.connector(EntityType.MON))
        .serverAuth(new CephxMonitor(store, random, clock));
  }
}
