// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthRefusal;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.interop.cluster.Cluster;
import io.msgr2.messenger.Connection;
import io.msgr2.messenger.ConnectionException;
import io.msgr2.session.SessionFailure.Kind;
import org.junit.jupiter.api.Test;

/** Clusters that allow one connection mode only. */
abstract class OneModeTests {
  private final Cluster cluster;
  private final ConnectionMode allowed;
  private final ConnectionMode other;

  OneModeTests(Cluster cluster, ConnectionMode allowed) {
    this.cluster = cluster;
    this.allowed = allowed;
    this.other = allowed == ConnectionMode.CRC ? ConnectionMode.SECURE : ConnectionMode.CRC;
  }

  @Test
  void the_mode_that_is_allowed_is_used_though_another_is_preferred() {
    try (TestClient client = TestClient.open(Login.admin(cluster).offering(other, allowed))) {
      Connection monitor = client.connect(EntityType.MON, cluster.monitors().get(0));
      assertThat(monitor.info().orElseThrow().mode()).isEqualTo(allowed);
      assertThat(Osd.dial(client, cluster).mode()).isEqualTo(allowed);
    }
  }

  @Test
  void a_monitor_refuses_a_mode_that_is_not_allowed() {
    try (TestClient client = TestClient.open(Login.admin(cluster).offering(other))) {
      assertRefused(client.refusal(EntityType.MON, cluster.monitors().get(0)));
    }
  }

  private void assertRefused(ConnectionException refusal) {
    assertThat(refusal.failure().kind()).isEqualTo(Kind.AUTHENTICATION);
    assertThat(refusal.errno()).isEqualTo(AuthRefusal.EOPNOTSUPP);
    assertThat(refusal)
        .hasMessageContaining("allowed modes " + allowed)
        .hasMessageContaining("offered " + other);
  }
}
