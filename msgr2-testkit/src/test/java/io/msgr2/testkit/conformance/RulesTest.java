// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.frame.Tag;
import io.msgr2.handshake.Interceptor.Point;
import io.msgr2.handshake.Interceptor.Step;
import io.msgr2.session.Phase;
import io.msgr2.session.Policy;
import io.msgr2.testkit.fault.FaultPlan;
import io.msgr2.testkit.rig.MessengerSetup;
import io.msgr2.testkit.rig.SimConnection;
import io.msgr2.testkit.rig.World;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Rules of sessions that need more than a row. */
class RulesTest {
  private static final String LOW = "v2:127.0.0.1:9013/2";
  private static final String HIGH = "v2:127.0.0.1:9014/2";

  @Test
  @Scenario("XS-10")
  void a_peer_that_is_told_to_wait_does_so_for_the_longest_time() {
    FaultPlan ofLow = FaultPlan.parse("BLOCK SOCKET_CONNECTING");
    FaultPlan ofHigh = FaultPlan.of();
    try (World world = new World(new SplittableRandom(1))) {
      Talker low = Talker.start(world, peer("osd.1", LOW).faults(ofLow));
      Talker high = Talker.start(world, peer("osd.2", HIGH).faults(ofHigh));
      low.dial(high).send(Talker.ping(1));
      SimConnection waiting = high.dial(low);
      waiting.send(Talker.ping(2));
      world.run(7_000);
      assertThat(ofHigh.passes(Point.read(Tag.WAIT))).isEqualTo(1);
      assertThat(waiting.phase()).isEqualTo(Phase.WAIT);
      assertThat(ofHigh.passes(Point.of(Step.SOCKET_CONNECTING))).isEqualTo(1);

      low.messenger().unblock();
      world.run(10);
      assertThat(waiting.isReady()).isTrue();
      assertThat(high.heard()).containsExactly(1L);
      assertThat(low.heard()).containsExactly(2L);
      assertThat(ofHigh.passes(Point.of(Step.SOCKET_CONNECTING))).isEqualTo(1);
    }
  }

  @Test
  @Scenario("XS-11")
  void a_peer_that_was_told_to_wait_in_vain_dials_again() {
    FaultPlan ofLow = FaultPlan.parse("BLOCK SOCKET_CONNECTING");
    FaultPlan ofHigh = FaultPlan.of();
    try (World world = new World(new SplittableRandom(1))) {
      Talker low = Talker.start(world, peer("osd.1", LOW).faults(ofLow));
      Talker high = Talker.start(world, peer("osd.2", HIGH).faults(ofHigh));
      low.dial(high);
      SimConnection waiting = high.dial(low);
      waiting.send(Talker.ping(2));
      world.run(1_000);
      low.messenger().kill();
      Talker again = Talker.start(world, peer("osd.1", LOW));
      world.run(6_000);
      assertThat(waiting.phase()).isEqualTo(Phase.WAIT);
      world.run(9_000);
      assertThat(waiting.isReady()).isTrue();
      assertThat(again.heard()).containsExactly(2L);
      assertThat(ofHigh.passes(Point.of(Step.SOCKET_CONNECTING))).isEqualTo(2);
    }
  }

  @Test
  @Scenario("XS-12")
  void somebody_else_at_the_address_of_a_peer_gets_no_answer() {
    try (World world = new World(new SplittableRandom(1))) {
      Talker tested = Talker.start(world, peer("osd.2", HIGH));
      Talker peer = Talker.start(world, peer("osd.1", LOW));
      peer.dial(tested);
      world.run(100);
      peer.messenger().kill();
      world.run(100);
      assertThat(tested.last().phase()).isEqualTo(Phase.STANDBY);
      tested.takeEvents();

      Talker other = Talker.start(world, peer("osd.3", LOW));
      other.dial(tested).send(Talker.ping(1));
      world.run(10_000);
      assertThat(other.last().isReady()).isFalse();
      assertThat(tested.connections().get(0).phase()).isEqualTo(Phase.STANDBY);
      assertThat(tested.connections().size()).isGreaterThan(2);
      assertThat(tested.takeEvents()).isEmpty();
      assertThat(tested.heard()).isEmpty();
    }
  }

  private static MessengerSetup peer(String name, String address) {
    return MessengerSetup.of(name).bind(address).policy(Policy.losslessPeer());
  }
}
