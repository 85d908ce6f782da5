// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthMethod;
import io.msgr2.auth.AuthRefusal;
import io.msgr2.auth.none.NoneClient;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.Revision;
import io.msgr2.interop.cluster.CephCluster;
import io.msgr2.interop.cluster.Cluster;
import io.msgr2.messenger.Connection;
import io.msgr2.messenger.ConnectionException;
import io.msgr2.session.ConnectionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@CephCluster(auth = "none")
class NoneTest {
  private final Cluster cluster;

  NoneTest(Cluster cluster) {
    this.cluster = cluster;
  }

  @ParameterizedTest
  @EnumSource
  void everybody_is_let_in_by_monitor_and_osd(Revision revision) {
    try (TestClient client = TestClient.open(Login.ADMIN, new NoneClient(Login.ADMIN), revision)) {
      Connection connection = client.connect(EntityType.MON, cluster.monitors().get(0));
      ConnectionInfo monitor = connection.info().orElseThrow();
      ConnectionInfo osd = Osd.dial(client, cluster, Osd.find(client, connection));

      assertThat(monitor.globalId()).isPositive();
      assertThat(osd.globalId()).isEqualTo(monitor.globalId());
      for (ConnectionInfo info : new ConnectionInfo[] {monitor, osd}) {
        assertThat(info.authMethod()).isEqualTo(AuthMethod.NONE.wire());
        assertThat(info.mode()).isEqualTo(ConnectionMode.CRC);
        assertThat(info.revision()).isEqualTo(revision);
        Verified.record(cluster, client, info);
      }
    }
  }

  @Test
  void cephx_is_refused() {
    try (TestClient client = TestClient.open(Login.admin(cluster))) {
      ConnectionException refusal = client.refusal(EntityType.MON, cluster.monitors().get(0));
      assertThat(refusal.errno()).isEqualTo(AuthRefusal.EOPNOTSUPP);
      assertThat(refusal)
          .hasMessageContaining("cephx refused")
          .hasMessageContaining("allowed methods none");
    }
  }
}
