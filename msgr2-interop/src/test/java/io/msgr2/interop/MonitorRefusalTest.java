// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthClient;
import io.msgr2.auth.AuthRefusal;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.cephx.Keyring;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.none.NoneClient;
import io.msgr2.interop.cluster.CephCluster;
import io.msgr2.interop.cluster.Cluster;
import io.msgr2.messenger.ConnectionException;
import io.msgr2.session.SessionFailure;
import io.msgr2.session.SessionFailure.Kind;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@CephCluster
class MonitorRefusalTest {
  private final Cluster cluster;
  private final EntityAddressVector monitor;
  private final Login admin;

  MonitorRefusalTest(Cluster cluster) {
    this.cluster = cluster;
    this.monitor = cluster.monitors().get(0);
    this.admin = Login.admin(cluster);
  }

  @Test
  void a_wrong_key() {
    assertDenied(admin.with(otherKey()), "wrong key");
  }

  @Test
  void an_unknown_entity() {
    assertDenied(
        new Login(EntityName.client("nobody"), otherKey(), ConnectionModes.DEFAULT),
        "unknown entity client.nobody");
  }

  @Test
  void an_entity_without_caps_for_monitors() {
    EntityName name = EntityName.client("capless");
    String keyring =
        cluster
            .tool("ceph", "auth", "get-or-create", name.toString(), "osd", "allow r")
            .run()
            .orThrow()
            .stdout();
    CephxKey key = Keyring.parse(keyring).key(name).orElseThrow();
    assertDenied(new Login(name, key, ConnectionModes.DEFAULT), "no mon caps");
  }

  @Test
  void a_global_id_without_the_ticket_that_proves_it() {
    long globalId;
    try (TestClient owner = TestClient.open(admin)) {
      globalId = owner.connect(EntityType.MON, monitor).info().orElseThrow().globalId();
      ConnectionException refusal =
          refusal(admin.name(), new GlobalIdThief(admin.client(), globalId));
      assertThat(refusal.errno()).isEqualTo(AuthRefusal.EACCES);
    }
  }

  @Test
  void the_method_none() {
    ConnectionException refusal = refusal(admin.name(), new NoneClient(admin.name()));
    assertThat(refusal.failure().kind()).isEqualTo(Kind.AUTHENTICATION);
    assertThat(refusal.errno()).isEqualTo(AuthRefusal.EOPNOTSUPP);
    assertThat(refusal)
        .hasMessageContaining("none refused")
        .hasMessageContaining("allowed methods cephx")
        .hasMessageContaining("the method is not allowed there");
  }

  /** A monitor closes the connection without a word when it is taken for another incarnation. */
  @Test
  void an_address_with_another_nonce() {
    try (TestClient client = TestClient.open(admin)) {
      ConnectionException refusal =
          client.refusal(EntityType.MON, EntityAddressVector.of(monitor.msgr2().withNonce(4711)));
      assertThat(refusal.failure().kind()).isEqualTo(Kind.DISCONNECTED);
      assertThat(refusal.errno()).isEqualTo(SessionFailure.ECONNRESET);
      assertThat(refusal).hasMessageContaining("SERVER_IDENT").hasMessageContaining("/4711");
    }
  }

  private void assertDenied(Login login, String hint) {
    ConnectionException refusal = refusal(login.name(), login.client());
    assertThat(refusal.failure().kind()).isEqualTo(Kind.AUTHENTICATION);
    assertThat(refusal.errno()).isEqualTo(AuthRefusal.EACCES);
    assertThat(refusal)
        .hasMessageContaining(login.name().toString())
        .hasMessageContaining(monitor.front().toString())
        .hasMessageContaining(hint);
  }

  private ConnectionException refusal(EntityName name, AuthClient auth) {
    try (TestClient client = TestClient.open(name, auth)) {
      return client.refusal(EntityType.MON, monitor);
    }
  }

  private CephxKey otherKey() {
    return CephxKey.generate(admin.key().type(), Instant.EPOCH, new SecureRandom());
  }
}
