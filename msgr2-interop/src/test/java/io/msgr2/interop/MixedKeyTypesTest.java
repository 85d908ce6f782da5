// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthRefusal;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.cephx.CephxClient;
import io.msgr2.auth.cephx.Keyring;
import io.msgr2.auth.cephx.TicketRenewal;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.interop.cluster.CephCluster;
import io.msgr2.interop.cluster.Cluster;
import io.msgr2.messenger.Connection;
import io.msgr2.messenger.ConnectionException;
import io.msgr2.rados.message.MMonMap;
import io.msgr2.rados.message.MMonSubscribe;
import io.msgr2.rados.message.MMonSubscribe.Want;
import io.msgr2.rados.mon.MonClient;
import io.msgr2.session.ConnectionInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A cluster on its way from one type of cephx keys to another, which is seldom done at once. */
@CephCluster(since = 20, shared = false)
@TestMethodOrder(OrderAnnotation.class)
class MixedKeyTypesTest {
  private final Cluster cluster;
  private final EntityAddressVector monitorAddress;

  MixedKeyTypesTest(Cluster cluster) {
    this.cluster = cluster;
    this.monitorAddress = cluster.monitors().get(0);
  }

  @Test
  @Order(1)
  void an_old_key_is_refused_until_the_cluster_allows_its_type(@TempDir Path directory)
      throws IOException {
    Login old = old();
    Path keyring = Files.writeString(directory.resolve("keyring"), keyring(old));
    cluster.tool("ceph", "auth", "import", "-i", keyring.toString()).run().orThrow();
    try (TestClient client = TestClient.open(old)) {
      var refusal = client.refusal(EntityType.MON, monitorAddress);
      assertThat(refusal.errno()).isEqualTo(AuthRefusal.EACCES);
      assertThat(refusal).hasMessageContaining("keys of type aes are not allowed");
    }
    cluster.tool("ceph", "mon", "set", "auth_allowed_ciphers", "aes,aes256k").run().orThrow();
    SessionKeys keys = new SessionKeys(old.client());
    try (TestClient client = TestClient.open(old.name(), keys)) {
      Osd.dial(client, cluster);
      assertThat(keys.with(EntityType.MON)).isEqualTo(KeyType.AES);
      assertThat(keys.with(EntityType.OSD)).isEqualTo(KeyType.AES);
    }
  }

  @Test
  @Order(2)
  void new_service_keys_of_another_type_void_tickets_and_both_types_serve_one_login() {
    Login admin = Login.admin(cluster);
    assertThat(admin.key().type()).isEqualTo(KeyType.AES256K);
    CephxClient auth = admin.client();
    SessionKeys keys = new SessionKeys(auth);
    try (MonClient monClient = MonClients.connect(cluster);
        TestClient client = TestClient.open(admin.name(), keys)) {
      MonClients.osdVersion(monClient);
      Connection monitor = client.connect(EntityType.MON, monitorAddress);
      EntityAddressVector osd = Osd.find(client, monitor);
      var want = new MMonSubscribe(Map.of("monmap", Want.from(0)), "localhost");
      long epoch = authEpoch(client.ask(monitor, want, MMonMap.TYPE));

      cluster.tool("ceph", "mon", "set", "auth_service_cipher", "aes").run().orThrow();
      cluster.tool("ceph", "auth", "wipe-rotating-service-keys").run().orThrow();
      Await.until("the change", () -> authEpoch(client.await(monitor, MMonMap.TYPE)) > epoch);
      List<ConnectionException> refusals = new ArrayList<>();
      Await.until(
          "the OSD to drop its keys",
          () -> client.outcome(EntityType.OSD, osd).map(refusals::add).isPresent());
      assertThat(refusals.get(0).errno()).isEqualTo(AuthRefusal.EACCES);
      assertThat(refusals.get(0)).hasMessageContaining("does not accept the ticket");

      auth.dropTickets();
      Await.until(
          "the OSD to have its new keys",
          () -> {
            Optional<TicketRenewal> due = auth.renewalDue(Instant.now());
            due.ifPresent(renewal -> Tickets.renew(client, monitor, renewal));
            return client.outcome(EntityType.OSD, osd).isEmpty();
          });
      ConnectionInfo info = Osd.dial(client, cluster, osd);
      assertThat(keys.with(EntityType.MON)).isEqualTo(KeyType.AES256K);
      assertThat(keys.with(EntityType.OSD)).isEqualTo(KeyType.AES);
      assertThat(MonClients.osdVersion(monClient)).isEqualTo(cluster.version());
      Verified.recordMixed(cluster, client, info, admin.key().type(), KeyType.AES);
    }
  }

  private static long authEpoch(Reply monMap) {
    return monMap.read(MMonMap::read).map().authCiphers().orElseThrow().authEpoch();
  }

  private static Login old() {
    CephxKey key = CephxKey.generate(KeyType.AES, Instant.EPOCH, new SecureRandom());
    return new Login(EntityName.client("old"), key, ConnectionModes.DEFAULT);
  }

  private static String keyring(Login login) {
    Map<String, String> caps = Map.of("mon", "allow *", "osd", "allow *");
    var entry = new Keyring.Entry(Optional.of(login.key()), caps);
    return new Keyring(Map.of(login.name(), entry)).toText();
  }
}
