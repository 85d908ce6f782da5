// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthClient;
import io.msgr2.auth.AuthServer;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.cephx.SharedKeyClient;
import io.msgr2.auth.cephx.SharedKeyServer;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.auth.none.NoneClient;
import io.msgr2.auth.none.NoneServer;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.session.Features;
import io.msgr2.session.Message;
import io.msgr2.session.Phase;
import io.msgr2.session.Policy;
import io.msgr2.session.Timeouts;
import io.msgr2.testkit.rig.SimConnection;
import io.netty.buffer.Unpooled;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application can do with sessions, and what it hears of them. */
class FunctionTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

  // Not among those that everybody has.
  private static final long RARE_FEATURE = 1L << 17;

  @Test
  @Scenario("AM-06")
  void a_server_that_moves_is_found_at_its_new_address_alone() {
    try (Pair pair = Pair.of(Policy.statelessServer(), Pair.lossyClient()).startEchoing()) {
      SimConnection first = pair.client.dial(pair.server);
      assertThat(first.phase()).isEqualTo(Phase.CONNECTING);
      expectAnswer(pair, first);
      assertThat(first.info().orElseThrow().peer().type()).isEqualTo(EntityType.OSD);

      pair.server.messenger().rebind(EntityAddress.parse("v2:127.0.0.1:3310/1000077"));
      pair.world.run(100);
      SimConnection second = pair.client.dial(pair.server);
      assertThat(second).isNotSameAs(first);
      expectAnswer(pair, second);
      assertThat(pair.client.sessionCount(second)).isEqualTo(1);

      second.markDown();
      assertThat(second.isReady()).isFalse();
      pair.world.run(100);
      pair.server.messenger().kill();
      assertThat(second.send(Talker.ping(9))).isFalse();
      pair.world.run(1000);
      assertThat(second.phase()).isEqualTo(Phase.CLOSED);
    }
  }

  @Test
  @Scenario("AM-07")
  void a_server_with_an_older_address_as_well_is_dialled_at_the_newer_one() {
    Pair pair = Pair.of(Policy.statelessServer(), Pair.lossyClient());
    pair.serverSetup.bind(EntityAddressVector.parse("[v1:127.0.0.1:3299/77,v2:127.0.0.1:3300/77]"));
    try (pair) {
      pair.startEchoing();
      SimConnection connection = pair.client.dial(pair.server);
      expectAnswer(pair, connection);
      assertThat(connection.info().orElseThrow().peerAddresses())
          .isEqualTo(pair.server.messenger().addresses());

      connection.markDown();
      assertThat(connection.isReady()).isFalse();
      SimConnection again = pair.client.dial(pair.server);
      expectAnswer(pair, again);
      assertThat(pair.client.sessionCount(again)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Scenario("AM-08")
  void a_client_needs_all_features_that_the_server_requires(boolean hasAll) {
    Pair pair = Pair.of(Policy.statelessServer().requiring(RARE_FEATURE), Pair.lossyClient());
    pair.clientSetup.features(Features.SUPPORTED | (hasAll ? RARE_FEATURE | 1L << 62 : 0));
    try (pair) {
      pair.startEchoing();
      SimConnection connection = pair.client.dial(pair.server);
      if (hasAll) {
        expectAnswer(pair, connection);
        assertThat(pair.client.sessionCount(connection)).isEqualTo(1);
      } else {
        connection.send(Talker.ping(1));
        pair.world.run(60_000);
        assertThat(pair.client.takeEvents()).doesNotContain("connected");
        assertThat(pair.server.takeEvents()).isEmpty();
        assertThat(pair.client.heard()).isEmpty();
      }
    }
  }

  @Test
  @Scenario("AM-09")
  void a_silent_connection_is_given_up() {
    Pair pair = Pair.of(Policy.statelessServer(), Pair.lossyClient());
    Timeouts impatient = new Timeouts(10_000, 10_000, 1_000, 5_000, Pair.TIMEOUTS.backoff());
    pair.serverSetup.timeouts(impatient);
    pair.clientSetup.timeouts(impatient);
    try (pair) {
      pair.startEchoing();
      SimConnection connection = pair.client.dial(pair.server);
      expectAnswer(pair, connection);
      pair.world.run(900);
      assertThat(connection.isReady()).isTrue();
      pair.world.run(1600);
      assertThat(connection.isReady()).isFalse();
    }
  }

  @Test
  @Scenario("AM-10")
  void both_sides_hear_of_it_when_the_other_one_starts_a_kept_session_over() {
    try (Pair pair = Pair.of(Policy.statefulServer(), Policy.losslessClient()).startEchoing()) {
      SimConnection first = pair.client.dial(pair.server);
      expectAnswer(pair, first);
      SimConnection ofServer = pair.server.last();
      first.markDown();
      pair.world.run(100);
      assertThat(pair.server.messenger().connections()).containsExactly(ofServer);
      assertThat(pair.server.sessionCount(ofServer)).isEqualTo(1);
      assertThat(pair.server.takeEvents()).containsExactly("accepted");

      SimConnection second = pair.client.dial(pair.server);
      expectAnswer(pair, second);
      assertThat(pair.server.takeEvents()).containsExactly("remote reset", "accepted");
      assertThat(pair.server.sessionCount(ofServer)).isEqualTo(1);
      assertThat(pair.client.takeEvents()).containsExactly("connected", "connected");

      ofServer.markDown();
      pair.world.run(1000);
      assertThat(pair.client.takeEvents()).containsExactly("remote reset", "connected");
      expectAnswer(pair, second);
      assertThat(pair.client.sessionCount(second)).isEqualTo(1);
      assertThat(pair.server.sessionCount(pair.server.last())).isEqualTo(1);
    }
  }

  @Test
  @Scenario("AM-11")
  void nothing_is_carried_over_where_nothing_is_kept() {
    try (Pair pair = Pair.of(Policy.statelessServer(), Pair.lossyClient()).startEchoing()) {
      SimConnection first = pair.client.dial(pair.server);
      expectAnswer(pair, first);
      first.markDown();
      SimConnection second = pair.client.dial(pair.server);
      expectAnswer(pair, second);
      pair.world.run(100);
      SimConnection ofServer = pair.server.last();
      assertThat(pair.server.messenger().connections()).containsExactly(ofServer);
      assertThat(pair.server.sessionCount(ofServer)).isEqualTo(1);

      ofServer.markDown();
      second.keepalive(NOW);
      pair.world.run(5000);
      assertThat(second.phase()).isEqualTo(Phase.CLOSED);

      SimConnection third = pair.client.dial(pair.server);
      expectAnswer(pair, third);
      assertThat(pair.client.sessionCount(third)).isEqualTo(1);
    }
  }

  @Test
  @Scenario("AM-12")
  void anonymous_connections_to_the_same_server_are_different_ones() {
    try (Pair pair = Pair.of(Policy.statelessServer(), Pair.lossyClient()).startEchoing()) {
      EntityAddressVector server = pair.server.messenger().addresses();
      SimConnection a = pair.client.messenger().connectAnonymously(EntityType.OSD, server);
      SimConnection b = pair.client.messenger().connectAnonymously(EntityType.OSD, server);
      assertThat(a).isNotSameAs(b);
      for (int round = 1; round <= 2; round++) {
        expectAnswer(pair, a);
        expectAnswer(pair, b);
        assertThat(pair.client.sessionCount(a)).isEqualTo(round);
        assertThat(pair.client.sessionCount(b)).isEqualTo(round);
      }
      assertThat(pair.server.connections()).hasSize(2);
      a.markDown();
      b.markDown();
      pair.world.run(100);
      assertThat(a.isReady() || b.isReady()).isFalse();
      assertThat(pair.server.messenger().connections()).isEmpty();
    }
  }

  @Test
  @Scenario("AM-13")
  void a_client_that_rests_learns_of_a_lost_session_when_it_has_something_to_say() {
    try (Pair pair = Pair.of(Policy.statefulServer(), Policy.losslessPeer()).startEchoing()) {
      SimConnection connection = pair.client.dial(pair.server);
      expectAnswer(pair, connection);
      // Otherwise the client would still have an acknowledgement to wait for.
      pair.world.run(50);
      pair.server.last().markDown();
      pair.world.run(300);
      assertThat(connection.phase()).isEqualTo(Phase.STANDBY);
      assertThat(pair.client.takeEvents()).containsExactly("connected");

      connection.send(Talker.ping(100));
      pair.world.run(1000);
      assertThat(pair.client.takeEvents()).containsExactly("remote reset", "connected");
      assertThat(pair.server.heard()).doesNotContain(100L);
      expectAnswer(pair, connection);
      assertThat(pair.client.sessionCount(connection)).isEqualTo(1);
      assertThat(pair.server.sessionCount(pair.server.last())).isEqualTo(1);
    }
  }

  @Test
  @Scenario("AM-14")
  void the_way_of_authentication_can_change_from_one_connection_to_the_next() {
    CephxKey key = CephxKey.generate(KeyType.AES, NOW, new Random(1));
    ConnectionModes modes = ConnectionModes.of(ConnectionMode.CRC);
    EntityName name = EntityName.client("admin");
    AuthClient cephx =
        new SharedKeyClient(name, key, modes, new Random(2), InstantSource.fixed(NOW));
    AuthServer cephxServer = new SharedKeyServer(EntityType.OSD, key, modes, new Random(3));
    AuthClient none = new NoneClient(name);
    AuthServer noneServer = new NoneServer(EntityType.OSD, () -> 1);
    boolean[] wantsCephx = {true};
    AuthClient client = peer -> (wantsCephx[0] ? cephx : none).connector(peer);
    AuthServer server = peer -> (wantsCephx[0] ? cephxServer : noneServer).acceptor(peer);
    Pair pair = Pair.of(Policy.statelessServer(), Pair.lossyClient());
    pair.serverSetup.auth(client, server);
    pair.clientSetup.auth(client, server);
    try (pair) {
      pair.startEchoing();
      SimConnection first = pair.client.dial(pair.server);
      expectAnswer(pair, first);
      assertThat(pair.client.sessionCount(first)).isEqualTo(1);
      wantsCephx[0] = false;
      first.markDown();
      SimConnection second = pair.client.dial(pair.server);
      expectAnswer(pair, second);
      assertThat(pair.client.sessionCount(second)).isEqualTo(1);
      assertThat(first.info().orElseThrow().authMethod())
          .isNotEqualTo(second.info().orElseThrow().authMethod());
    }
  }

  @Test
  @Scenario("AM-15")
  void large_messages_are_answered() {
    try (Pair pair = Pair.of(Policy.statefulServer(), Policy.losslessPeer()).startEchoing()) {
      SimConnection connection = pair.client.dial(pair.server);
      byte[] command = new byte[30_720 * (26 + Integer.BYTES)];
      connection.send(Message.builder(50).tid(1).front(Unpooled.wrappedBuffer(command)).build());
      pair.await(() -> pair.client.heard().contains(1L));
      connection.send(Talker.ping(2, Unpooled.wrappedBuffer(new byte[798_720])));
      pair.await(() -> pair.client.heard().contains(2L));
    }
  }

  private static void expectAnswer(Pair pair, SimConnection connection) {
    long tid = 1000L + pair.client.heard().size();
    connection.send(Talker.ping(tid));
    pair.await(() -> pair.client.heard().contains(tid));
    assertThat(connection.isReady()).isTrue();
  }
}
