// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.session.Policy;
import io.msgr2.testkit.rig.MessengerSetup;
import io.msgr2.testkit.rig.SimConnection;
import io.msgr2.testkit.rig.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Plain traffic, and the end of it. */
class TrafficTest {
  private static final int ROUNDS = 512;
  private static final int ONE_KEEPALIVE_IN = 10;

  /** A client's connection, on which one ping is under way at a time. */
  private record PingPong(Talker client, SimConnection connection) {
    int answers() {
      return client.sessionCount(connection);
    }
  }

  @Test
  @Scenario("CM-01")
  void pings_are_answered_once_however_many_keepalives_are_between() {
    try (World world = new World(new SplittableRandom(1))) {
      List<Talker> servers = new ArrayList<>();
      List<Talker> clients = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        servers.add(Talker.echoing(world, server("osd." + i, 9001 + i)));
        clients.add(Talker.start(world, client("osd." + (2 + i), 2 + i)));
      }
      List<PingPong> talks = new ArrayList<>();
      for (Talker client : clients) {
        for (Talker server : servers) {
          talks.add(new PingPong(client, client.dial(server)));
        }
      }
      int keepalives = 0;
      for (int round = 1; round <= ROUNDS; round++) {
        for (PingPong talk : talks) {
          while (world.random().nextInt(ONE_KEEPALIVE_IN) == 0) {
            talk.connection.keepalive(Instant.ofEpochSecond(round));
            keepalives++;
          }
          talk.connection.send(Talker.ping(round));
        }
        int answered = round;
        assertThat(
                world.runUntil(
                    () -> talks.stream().allMatch(talk -> talk.answers() >= answered), 1000))
            .isTrue();
      }
      world.run(500);
      assertThat(talks)
          .allSatisfy(
              talk -> {
                assertThat(talk.answers()).isEqualTo(ROUNDS);
                assertThat(talk.connection.isReady()).isTrue();
              });
      assertThat(keepalives).isPositive();
      assertThat(clients.stream().mapToInt(Talker::keepaliveAcks).sum())
          .isPositive()
          .isLessThanOrEqualTo(keepalives);
      for (Talker server : servers) {
        assertThat(server.connections()).hasSize(2).noneMatch(SimConnection::isReplaced);
        assertThat(server.takeEvents()).containsExactly("accepted", "accepted");
      }
      clients.forEach(client -> client.messenger().markDownAll());
      world.run(500);
      servers.forEach(server -> assertThat(server.messenger().connections()).isEmpty());
    }
  }

  @Test
  @Scenario("CM-02")
  void a_client_that_still_sends_can_shut_down() {
    try (World world = new World(new SplittableRandom(1))) {
      Talker server = Talker.echoing(world, server("osd.0", 9001));
      Talker client = Talker.start(world, client("osd.1", 1));
      SimConnection connection = client.dial(server);
      for (long i = 0; i < 1000; i++) {
        connection.send(Talker.ping(i));
        world.clock().after(100_000, () -> {});
        world.step();
      }
      client.messenger().markDownAll();
      for (long i = 0; i < 1000; i++) {
        assertThat(connection.send(Talker.ping(i))).isFalse();
        world.step();
      }
      world.run(500);
      assertThat(server.heard()).isNotEmpty().doesNotHaveDuplicates();
      assertThat(server.takeEvents()).containsExactly("accepted", "reset");
      assertThat(client.takeEvents()).containsExactly("connected");
    }
  }

  private static MessengerSetup server(String name, int port) {
    return MessengerSetup.of(name)
        .bind("v2:127.0.0.1:" + port + "/" + port)
        .policy(Policy.statelessServer());
  }

  private static MessengerSetup client(String name, long nonce) {
    return MessengerSetup.of(name)
        .nonce(nonce)
        .policy(Policy.lossyClient().givingUpAfterMs(Policy.NEVER));
  }
}
