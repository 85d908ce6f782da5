// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityNumber;
import io.msgr2.address.EntityType;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.Revision;
import io.msgr2.interop.cluster.CephCluster;
import io.msgr2.interop.cluster.Cluster;
import io.msgr2.messenger.ConnectionException;
import io.msgr2.session.ConnectionInfo;
import io.msgr2.session.SessionFailure.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@CephCluster
class OsdTest {
  private final Cluster cluster;

  OsdTest(Cluster cluster) {
    this.cluster = cluster;
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.interop.Layouts#all")
  void lets_in_who_has_a_ticket_and_answers(Revision revision, ConnectionMode mode) {
    Login login = Login.admin(cluster).offering(mode);
    try (TestClient client = TestClient.open(login.name(), login.client(), revision)) {
      ConnectionInfo info = Osd.dial(client, cluster);
      assertThat(info.revision()).isEqualTo(revision);
      assertThat(info.mode()).isEqualTo(mode);
      assertThat(info.peer()).isEqualTo(new EntityNumber(EntityType.OSD, 0));
      assertThat(info.lossy()).isTrue();
      Verified.record(cluster, client, info, login.key().type());
    }
  }

  @Test
  void is_dialled_in_crc_by_default() {
    try (TestClient client = TestClient.open(Login.admin(cluster))) {
      assertThat(Osd.dial(client, cluster).mode()).isEqualTo(ConnectionMode.CRC);
    }
  }

  @Test
  void is_not_dialled_without_a_ticket() {
    try (TestClient client = TestClient.open(Login.admin(cluster));
        TestClient stranger = TestClient.open(Login.admin(cluster))) {
      var monitor = client.connect(EntityType.MON, cluster.monitors().get(0));
      ConnectionException refusal = stranger.refusal(EntityType.OSD, Osd.find(client, monitor));
      assertThat(refusal.failure().kind()).isEqualTo(Kind.AUTHENTICATION);
      assertThat(refusal).hasMessageContaining("client.admin has no ticket for the osd service");
    }
  }
}
