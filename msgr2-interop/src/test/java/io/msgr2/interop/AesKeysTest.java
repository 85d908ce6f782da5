// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityType;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.Revision;
import io.msgr2.interop.cluster.CephCluster;
import io.msgr2.interop.cluster.Cluster;
import io.msgr2.messenger.Connection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Releases from 20 on make other keys by themselves, and refuse these unless told. */
@CephCluster(keyType = "aes")
class AesKeysTest {
  private final Cluster cluster;

  AesKeysTest(Cluster cluster) {
    this.cluster = cluster;
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.interop.Layouts#all")
  void monitor_and_osd_let_in_and_answer(Revision revision, ConnectionMode mode) {
    Login login = Login.admin(cluster).offering(mode);
    assertThat(login.key().type()).isEqualTo(KeyType.AES);
    SessionKeys keys = new SessionKeys(login.client());
    try (TestClient client = TestClient.open(login.name(), keys, revision)) {
      Connection monitor = client.connect(EntityType.MON, cluster.monitors().get(0));
      var osd = Osd.dial(client, cluster, Osd.find(client, monitor));
      assertThat(keys.with(EntityType.MON)).isEqualTo(KeyType.AES);
      assertThat(keys.with(EntityType.OSD)).isEqualTo(KeyType.AES);
      Verified.record(cluster, client, monitor.info().orElseThrow(), login.key().type());
      Verified.record(cluster, client, osd, login.key().type());
    }
  }
}
