// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.session.Policy;
import io.msgr2.testkit.rig.SimConnection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Peers that can never talk do not try again. */
class RefusalTest {
  @ParameterizedTest
  @CsvSource({"1, 0, 0, 0", "1, 1, 0, 0", "0, 0, 1, 1"})
  @Scenario("FR-16")
  void features_that_a_banner_lacks_end_a_session_that_would_never_give_up(
      long serverHas, long serverRequires, long clientHas, long clientRequires) {
    Pair pair = Pair.of(Policy.statefulServer(), Policy.losslessClient());
    pair.serverSetup.banner(serverHas, serverRequires);
    pair.clientSetup.banner(clientHas, clientRequires);
    try (pair) {
      pair.start();
      SimConnection connection = pair.client.dial(pair.server);
      connection.send(Talker.ping(1));
      pair.world.run(60_000);
      boolean fits = (serverRequires & ~clientHas) == 0 && (clientRequires & ~serverHas) == 0;
      assertThat(connection.isReady()).isEqualTo(fits);
      assertThat(pair.client.takeEvents()).containsExactly(fits ? "connected" : "reset");
      assertThat(pair.server.connections()).hasSize(1);
    }
  }
}
