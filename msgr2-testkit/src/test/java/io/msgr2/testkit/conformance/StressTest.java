// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityType;
import io.msgr2.session.Message;
import io.msgr2.session.Policy;
import io.msgr2.testkit.rig.Application;
import io.msgr2.testkit.rig.MessengerSetup;
import io.msgr2.testkit.rig.SimMessenger;
import io.msgr2.testkit.rig.World;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Random workloads in virtual time. Payloads are of up to 64 KiB, so that a run takes seconds; what
 * a larger one would show is shown by real sockets.
 */
class StressTest {
  private static final int LOG_LINES = 400;
  private static final int MAX_PAYLOAD_BYTES = 64 * 1024;
  private static final int SENDS = 5000;
  private static final int SLOW_SENDS = 1600;
  private static final long MAX_WAITING_BYTES = 2 << 20;
  private static final long SEED = Long.getLong("msgr2.seed", System.nanoTime());

  @Test
  @Scenario("ST-01")
  void clients_of_servers_that_keep_sessions() {
    stress(
        new Stress.Shape(
            8,
            32,
            Policy.statefulServer(),
            Policy.losslessClient(),
            100,
            5000,
            9,
            10,
            70,
            1.0,
            0,
            0.1,
            true,
            true,
            MAX_PAYLOAD_BYTES));
  }

  @Test
  @Scenario("ST-02")
  void equals_that_come_and_go() {
    stress(
        new Stress.Shape(
            16,
            32,
            Policy.losslessPeerReuse(),
            Policy.losslessPeerReuse(),
            10,
            10_000,
            19,
            20,
            50,
            1.0,
            0,
            0.1,
            true,
            true,
            MAX_PAYLOAD_BYTES));
  }

  @Test
  @Scenario("ST-03")
  void clients_of_servers_that_keep_sessions_with_failures() {
    stress(
        new Stress.Shape(
            8,
            32,
            Policy.statefulServer(),
            Policy.losslessClient(),
            100,
            1000,
            9,
            10,
            70,
            0.35,
            30,
            100,
            true,
            true,
            MAX_PAYLOAD_BYTES));
  }

  @Test
  @Scenario("ST-04")
  void equals_with_failures() {
    stress(
        new Stress.Shape(
            8,
            16,
            Policy.losslessPeerReuse(),
            Policy.losslessPeerReuse(),
            100,
            1000,
            9,
            10,
            70,
            1.0,
            30,
            100,
            true,
            true,
            MAX_PAYLOAD_BYTES));
  }

  @Test
  @Scenario("ST-05")
  void clients_of_servers_that_keep_nothing_with_failures() {
    stress(
        new Stress.Shape(
            8,
            16,
            Policy.statelessServer(),
            Pair.lossyClient(),
            100,
            1000,
            9,
            10,
            70,
            1.0,
            600,
            100,
            false,
            false,
            MAX_PAYLOAD_BYTES));
  }

  @Test
  @Scenario("ST-07")
  void everything_sent_survives_as_long_as_nobody_marks_down() {
    stress(
        new Stress.Shape(
            8,
            32,
            Policy.statefulServer(),
            Policy.losslessClient(),
            50,
            120,
            9,
            10,
            70,
            1000,
            0,
            0.1,
            true,
            true,
            MAX_PAYLOAD_BYTES));
  }

  @Test
  @Scenario("ST-06")
  void much_is_queued_for_a_network_that_takes_little() {
    byte[] command = new byte[MAX_PAYLOAD_BYTES];
    long[] arrived = {0};
    Application counting =
        (connection, event) -> {
          if (event instanceof Message) {
            arrived[0]++;
          }
        };
    try (World world = new World(new SplittableRandom(SEED))) {
      SimMessenger server =
          world.start(
              MessengerSetup.of("osd.0")
                  .bind("v2:127.0.0.1:6800/1")
                  .policy(Policy.statefulServer())
                  .application(counting));
      List<SimMessenger> clients = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        SimMessenger client =
            world.start(MessengerSetup.of("client." + i).nonce(i).policy(Policy.losslessClient()));
        clients.add(client);
        client.connect(EntityType.OSD, server.addresses());
        slow(world, client, server);
      }
      world.run(1000);
      for (int i = 0; i < SENDS; i++) {
        SimMessenger client = clients.get(world.random().nextInt(clients.size()));
        client
            .connect(EntityType.OSD, server.addresses())
            .send(Message.builder(50).priority(200).data(Unpooled.wrappedBuffer(command)).build());
        world.run(1);
        if (i == SLOW_SENDS) {
          assertThat(arrived[0]).isLessThan(SLOW_SENDS / 2);
          assertThat(clients)
              .allSatisfy(it -> assertThat(it.memoryBytes()).isLessThan(MAX_WAITING_BYTES));
          clients.forEach(it -> fast(world, it, server));
        }
      }
      assertThat(world.runUntil(() -> arrived[0] == SENDS, 300_000)).isTrue();
    }
  }

  private static void slow(World world, SimMessenger from, SimMessenger to) {
    world
        .network()
        .path(from.host(), to.host())
        .delayMs(100)
        .slice(available -> Math.min(available, MAX_PAYLOAD_BYTES / 16));
  }

  private static void fast(World world, SimMessenger from, SimMessenger to) {
    world.network().path(from.host(), to.host()).delayMs(0.05).slice(available -> available);
  }

  private static void stress(Stress.Shape shape) {
    System.out.println("seed of this run: -Dmsgr2.seed=" + SEED);
    Stress stress = new Stress(shape, SEED);
    Supplier<String> log = stress.world().log().keepLast(LOG_LINES);
    try (stress) {
      stress.run();
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n" + log.get(), e);
    }
    if (shape.answersTracked()) {
      assertThat(stress.answered()).isGreaterThan(shape.operations() / 5);
    }
  }
}
