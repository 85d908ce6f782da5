// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.msgr2.address.EntityType;
import io.msgr2.frame.Tag;
import io.msgr2.handshake.Interceptor.Point;
import io.msgr2.session.Message;
import io.msgr2.session.Policy;
import io.msgr2.testkit.rig.Application;
import io.msgr2.testkit.rig.MessengerSetup;
import io.msgr2.testkit.rig.SimConnection;
import io.msgr2.testkit.rig.SimMessenger;
import io.msgr2.testkit.rig.World;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultPlanTest {
  private int arrived;

  @Test
  void breaks_a_connection_exactly_where_it_was_planned() {
    FaultPlan plan = FaultPlan.parse("FAULT MESSAGE/W #3, FAULT BANNER_READ #2");
    try (World world = new World(new SplittableRandom(1))) {
      SimConnection connection = dial(world, plan);
      for (int i = 0; i < 5; i++) {
        connection.send(Message.builder(1).build());
      }
      world.run(1000);
    }
    plan.assertCarriedOut();
    assertThat(arrived).isEqualTo(5);
    assertThat(plan.connections()).singleElement().hasToString("C 3/1/1/0 A 0/0/0/0 R 0/0");
    assertThat(plan.passes(Point.write(Tag.MESSAGE))).isGreaterThanOrEqualTo(6);
  }

  @Test
  void a_blocked_connection_waits_until_it_is_let_go() {
    FaultPlan plan = FaultPlan.parse("BLOCK SERVER_IDENT/R");
    try (World world = new World(new SplittableRandom(1))) {
      SimConnection connection = dial(world, plan);
      connection.send(Message.builder(1).build());
      world.run(5000);
      assertThat(plan.hasHeld()).isTrue();
      assertThat(connection.isReady()).isFalse();
      connection.messenger().unblock();
      world.run(10);
      assertThat(connection.isReady()).isTrue();
      assertThat(arrived).isEqualTo(1);
    }
  }

  @Test
  void complains_of_faults_that_never_happened() {
    FaultPlan plan = FaultPlan.parse("FAULT MESSAGE/W, STALL WAIT/R #2");
    assertThatThrownBy(plan::assertCarriedOut)
        .hasMessage("FAULT MESSAGE/W: reached 0 times only, STALL WAIT/R #2: reached 0 times only");
    FaultPlan none = FaultPlan.of();
    assertThatCode(none::assertCarriedOut).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"FAULT BANNER_WRITE", "BLOCK SERVER_IDENT/R", "STALL AUTH_SIGNATURE/W #2"})
  void reads_what_it_prints(String text) {
    assertThat(PlannedFault.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"FAULT", "CONTINUE ACK/R", "FAULT ACK", "FAULT ACK/R #0", "FAULT NO/R"})
  void refuses_a_plan_that_says_nothing(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> PlannedFault.parse(text));
  }

  private SimConnection dial(World world, FaultPlan plan) {
    Application counting =
        (connection, event) -> {
          if (event instanceof Message) {
            arrived++;
          }
        };
    SimMessenger peer =
        world.start(MessengerSetup.of("osd.2").bind("v2:127.0.0.1:6802/1").application(counting));
    SimMessenger tested =
        world.start(
            MessengerSetup.of("osd.1")
                .bind("v2:127.0.0.1:6801/1")
                .policy(Policy.losslessPeer())
                .faults(plan));
    return tested.connect(EntityType.OSD, peer.addresses());
  }
}
