// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.msgr2.address.EntityType;
import io.msgr2.session.Message;
import io.msgr2.session.Policy;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorldTest {
  private final Heard atA = new Heard();
  private final Heard atB = new Heard();

  @ParameterizedTest
  @EnumSource
  void messages_arrive_in_both_directions(Protection protection) {
    try (World world = new World(new SplittableRandom(1))) {
      SimMessenger a = start(world, "osd.1", 6801, atA, protection);
      SimMessenger b = start(world, "osd.2", 6802, atB, protection);
      SimConnection toB = a.connect(EntityType.OSD, b.addresses());
      toB.send(message("there"));
      assertThat(world.runUntil(() -> atB.messages.size() == 1, 1000)).isTrue();
      b.connect(EntityType.OSD, a.addresses()).send(message("and back"));
      assertThat(world.runUntil(() -> atA.messages.size() == 1, 1000)).isTrue();
      assertThat(b.connections()).hasSize(1);
      assertThat(atA.events).containsExactly("connector ready");
      assertThat(atB.events).containsExactly("acceptor ready");
    }
  }

  @Test
  void sessions_survive_cuts_anywhere_in_slices_of_any_length() {
    try (World world = new World(new SplittableRandom(2))) {
      world.network().paths(path -> path.slice(n -> 1 + world.random().nextInt(n)));
      SimMessenger a = start(world, "osd.1", 6801, atA, Protection.CRC);
      SimMessenger b = start(world, "osd.2", 6802, atB, Protection.CRC);
      List<String> sent = new ArrayList<>();
      IntConsumer cut = i -> world.network().connections().forEach(TcpConnection::cut);
      for (int i = 0; i < 200; i++) {
        sent.add("message " + i);
        a.connect(EntityType.OSD, b.addresses()).send(message(sent.get(i)));
        b.connect(EntityType.OSD, a.addresses()).send(message(sent.get(i)));
        for (int steps = world.random().nextInt(60); steps > 0; steps--) {
          world.step();
        }
        cut.accept(i);
      }
      world.runUntil(() -> atA.messages.size() + atB.messages.size() >= 400, 60_000);
      assertThat(atA.messages).isEqualTo(sent);
      assertThat(atB.messages).isEqualTo(sent);
    }
  }

  @Test
  void the_same_seed_gives_the_same_run() {
    assertThat(logOfSomething(7)).isEqualTo(logOfSomething(7)).isNotEqualTo(logOfSomething(8));
  }

  @Test
  void a_dial_to_nobody_is_refused_and_tried_again() {
    try (World world = new World(new SplittableRandom(3))) {
      SimMessenger b = start(world, "osd.2", 6802, atB, Protection.CRC);
      b.kill();
      SimMessenger a = start(world, "osd.1", 6801, atA, Protection.CRC);
      a.connect(EntityType.OSD, b.addresses()).send(message("at last"));
      world.run(100);
      assertThat(atA.events).containsExactly("Interrupted");
      start(world, "osd.2", 6802, atB, Protection.CRC);
      assertThat(world.runUntil(() -> atB.messages.equals(List.of("at last")), 1000)).isTrue();
    }
  }

  @Test
  void held_paths_deliver_everything_once_they_are_let_go() {
    try (World world = new World(new SplittableRandom(4))) {
      SimMessenger a = start(world, "osd.1", 6801, atA, Protection.CRC);
      SimMessenger b = start(world, "osd.2", 6802, atB, Protection.CRC);
      a.connect(EntityType.OSD, b.addresses()).send(message("1"));
      world.run(10);
      world.network().path(a.host(), b.host()).hold();
      a.connect(EntityType.OSD, b.addresses()).send(message("2"));
      world.run(5000);
      assertThat(atB.messages).containsExactly("1");
      world.network().path(a.host(), b.host()).letGo();
      world.run(10);
      assertThat(atB.messages).containsExactly("1", "2");
      assertThat(atA.events).containsExactly("connector ready");
    }
  }

  @Test
  void memory_that_was_left_behind_is_noticed() {
    World world = new World(new SplittableRandom(5));
    start(world, "osd.1", 6801, atA, Protection.CRC).allocator().directBuffer(10);
    assertThatThrownBy(world::close).hasMessageContaining("10 bytes of osd.1");
  }

  static SimMessenger start(
      World world, String name, int port, Application application, Protection protection) {
    return world.start(
        MessengerSetup.of(name)
            .bind("v2:127.0.0.1:" + port + "/1")
            .policy(Policy.losslessPeer())
            .protection(protection)
            .application(application));
  }

  static Message message(String text) {
    return Message.builder(2).data(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8)).build();
  }

  private static List<String> logOfSomething(long seed) {
    List<String> lines = new ArrayList<>();
    try (World world = new World(new SplittableRandom(seed))) {
      world.log().on(lines::add);
      world
          .network()
          .paths(path -> path.delayNanos(() -> world.random().nextLong(1_000, 1_000_000)));
      SimMessenger a = start(world, "osd.1", 6801, Application.DEAF, Protection.CRC);
      SimMessenger b = start(world, "osd.2", 6802, Application.DEAF, Protection.CRC);
      for (int i = 0; i < 20; i++) {
        a.connect(EntityType.OSD, b.addresses()).send(message("a" + i));
        b.connect(EntityType.OSD, a.addresses()).send(message("b" + i));
        world.run(1);
        a.loseConnections();
      }
    }
    return lines;
  }
}
