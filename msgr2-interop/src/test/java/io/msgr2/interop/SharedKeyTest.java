// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthRefusal;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.cephx.SharedKeyClient;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.Revision;
import io.msgr2.interop.cluster.CephCluster;
import io.msgr2.interop.cluster.Cluster;
import io.msgr2.messenger.Connection;
import io.msgr2.messenger.ConnectionException;
import io.msgr2.session.ConnectionInfo;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Comes to a monitor as another monitor would, which has no tickets but the same key. */
@CephCluster(osds = 0, shared = false)
class SharedKeyTest {
  private static final EntityName MON = new EntityName(EntityType.MON, "");
  private static final EntityName ANOTHER = new EntityName(EntityType.MON, "z");

  private final Cluster cluster;

  SharedKeyTest(Cluster cluster) {
    this.cluster = cluster;
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.interop.Layouts#all")
  void a_monitor_lets_in_who_shares_its_key(Revision revision, ConnectionMode mode) {
    CephxKey key = cluster.key(MON);
    try (TestClient client = TestClient.open(ANOTHER, sharing(key, mode), revision)) {
      Connection monitor = client.connect(EntityType.MON, cluster.monitors().get(0));
      ConnectionInfo info = monitor.info().orElseThrow();
      assertThat(info.revision()).isEqualTo(revision);
      assertThat(info.mode()).isEqualTo(mode);
      monitor.keepalive();
      Await.until("an answer to the keepalive", () -> monitor.lastKeepaliveAck().isPresent());
      Verified.record(cluster, client, info, key.type());
    }
    assertThat(cluster.tool("ceph", "quorum_status").run().orThrow().stdout())
        .contains("\"quorum_names\":[\"a\"]");
  }

  @Test
  void a_monitor_refuses_who_has_another_key() {
    CephxKey key = CephxKey.generate(cluster.key(MON).type(), Instant.EPOCH, new SecureRandom());
    try (TestClient client = TestClient.open(ANOTHER, sharing(key, ConnectionMode.SECURE))) {
      ConnectionException refusal = client.refusal(EntityType.MON, cluster.monitors().get(0));
      assertThat(refusal.errno()).isEqualTo(AuthRefusal.EACCES);
    }
  }

  private static SharedKeyClient sharing(CephxKey key, ConnectionMode mode) {
    return new SharedKeyClient(
        MON, key, ConnectionModes.of(mode), new SecureRandom(), InstantSource.system());
  }
}
