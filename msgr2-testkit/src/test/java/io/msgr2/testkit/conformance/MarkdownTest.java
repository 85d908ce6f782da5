// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityType;
import io.msgr2.session.Message;
import io.msgr2.session.Policy;
import io.msgr2.session.SessionEvent;
import io.msgr2.testkit.rig.Application;
import io.msgr2.testkit.rig.MessengerSetup;
import io.msgr2.testkit.rig.SimConnection;
import io.msgr2.testkit.rig.SimMessenger;
import io.msgr2.testkit.rig.World;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** One user of several messengers who marks connections down while handling messages of others. */
class MarkdownTest implements Application {
  private static final int ROUNDS = 1000;
  private static final long STILL_MS = 1500;
  private static final int MAX_ROUNDS_WITHOUT_MESSAGE = 3;

  private final World world = new World(new SplittableRandom(1));
  private final Set<SimConnection> connections = new LinkedHashSet<>();
  private int messages;

  @Test
  @Scenario("AM-16")
  void connections_can_be_marked_down_while_others_are_handled() {
    Policy bare = new Policy("default", false, false, false, true, true, 0, Policy.NEVER);
    try (world) {
      List<SimMessenger> servers =
          List.of(
              start(
                  MessengerSetup.of("osd.0").bind("v2:127.0.0.1:7000/1"), Policy.statelessServer()),
              start(MessengerSetup.of("osd.1").bind("v2:127.0.0.1:7001/2"), bare));
      SimMessenger client = start(MessengerSetup.of("client.admin").nonce(3), Pair.lossyClient());
      int without = 0;
      for (int round = 0; round < ROUNDS; round++) {
        int before = messages;
        for (SimMessenger server : servers) {
          client.connect(EntityType.OSD, server.addresses()).send(Talker.ping(round));
        }
        world.run(world.random().nextInt(3));
        if (messages == before) {
          world.run(STILL_MS);
        }
        without = messages == before ? without + 1 : 0;
        assertThat(without).isLessThanOrEqualTo(MAX_ROUNDS_WITHOUT_MESSAGE);
      }
      assertThat(messages).isGreaterThan(ROUNDS / 10);
    }
  }

  @Override
  public void created(SimConnection connection) {
    connections.add(connection);
  }

  @Override
  public void ended(SimConnection connection) {
    connections.remove(connection);
  }

  @Override
  public void happened(SimConnection connection, SessionEvent event) {
    if (event instanceof Message) {
      messages++;
      List<SimConnection> others = new ArrayList<>(connections);
      others.remove(connection);
      if (!others.isEmpty()) {
        others.get(world.random().nextInt(others.size())).markDown();
      }
    }
  }

  private SimMessenger start(MessengerSetup setup, Policy policy) {
    return world.start(setup.policy(policy).timeouts(Pair.TIMEOUTS).application(this));
  }
}
