// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityNumber;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthMethod;
import io.msgr2.auth.cephx.CephxClient;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.Revision;
import io.msgr2.interop.cluster.CephCluster;
import io.msgr2.interop.cluster.Cluster;
import io.msgr2.messenger.Connection;
import io.msgr2.rados.message.MMonCommand;
import io.msgr2.rados.message.MMonCommandAck;
import io.msgr2.rados.message.MMonGetMap;
import io.msgr2.rados.message.MMonMap;
import io.msgr2.rados.message.MonMap;
import io.msgr2.session.ConnectionInfo;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@CephCluster
class MonitorLoginTest {
  private final Cluster cluster;

  MonitorLoginTest(Cluster cluster) {
    this.cluster = cluster;
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.interop.Layouts#all")
  void logs_in_and_is_answered(Revision revision, ConnectionMode mode) {
    Login login = Login.admin(cluster).offering(mode);
    try (TestClient client = TestClient.open(login.name(), login.client(), revision)) {
      Connection monitor = client.connect(EntityType.MON, cluster.monitors().get(0));

      ConnectionInfo info = monitor.info().orElseThrow();
      assertThat(info.revision()).isEqualTo(revision);
      assertThat(info.mode()).isEqualTo(mode);
      assertThat(info.authMethod()).isEqualTo(AuthMethod.CEPHX.wire());
      assertThat(info.globalId()).isPositive();
      assertThat(info.peer()).isEqualTo(new EntityNumber(EntityType.MON, 0));
      assertThat(info.peerAddresses()).isEqualTo(cluster.monitors().get(0));
      assertThat(info.lossy()).isTrue();

      MonMap map = client.ask(monitor, new MMonGetMap(), MMonMap.TYPE).read(MMonMap::read).map();
      assertThat(map.fsid()).isEqualTo(cluster.fsid());
      assertThat(map.monitors()).containsOnlyKeys("a");

      var status = new MMonCommand(cluster.fsid(), List.of("{\"prefix\": \"fsid\"}"));
      Reply reply = client.ask(monitor, status, MMonCommandAck.TYPE);
      assertThat(reply.read(MMonCommandAck::read).result()).isZero();
      assertThat(reply.text()).isEqualToIgnoringNewLines(cluster.fsid().toString());
      Verified.record(cluster, client, info, login.key().type());
    }
  }

  @Test
  void prefers_secure_with_a_monitor() {
    try (TestClient client = TestClient.open(Login.admin(cluster))) {
      Connection monitor = client.connect(EntityType.MON, cluster.monitors().get(0));
      assertThat(monitor.info().orElseThrow().mode()).isEqualTo(ConnectionMode.SECURE);
    }
  }

  @Test
  void has_its_keepalives_answered() {
    try (TestClient client = TestClient.open(Login.admin(cluster))) {
      Connection monitor = client.connect(EntityType.MON, cluster.monitors().get(0));
      assertThat(monitor.lastKeepaliveAck()).isEmpty();
      monitor.keepalive();
      Await.until("an answer to the keepalive", () -> monitor.lastKeepaliveAck().isPresent());
    }
  }

  @Test
  void claims_its_global_id_back_with_the_ticket_of_the_last_login() {
    Login login = Login.admin(cluster);
    CephxClient auth = login.client();
    long first = globalIdOfLogin(login, auth);
    assertThat(globalIdOfLogin(login, auth)).isEqualTo(first);
    assertThat(globalIdOfLogin(login, login.client())).isNotEqualTo(first);
  }

  private long globalIdOfLogin(Login login, CephxClient auth) {
    try (TestClient client = TestClient.open(login.name(), auth)) {
      return client
          .connect(EntityType.MON, cluster.monitors().get(0))
          .info()
          .orElseThrow()
          .globalId();
    }
  }
}
