// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityType;
import io.msgr2.interop.cluster.CephCluster;
import io.msgr2.interop.cluster.Cluster;
import org.junit.jupiter.api.Test;

@CephCluster
class ProbeCommandTest {
  private final Cluster cluster;

  ProbeCommandTest(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void recognises_a_monitor() {
    JsonNode found = probe(cluster.monitors().get(0).msgr2());
    assertThat(found.path("entityType").asText()).isEqualTo("mon");
    assertThat(found.path("connectionModes").path("cephx").toString())
        .isEqualTo("[\"secure\",\"crc\"]");
    assertIsCephx(found);
  }

  @Test
  void recognises_an_osd() {
    EntityAddress osd;
    try (TestClient client = TestClient.open(Login.admin(cluster))) {
      osd = Osd.find(client, client.connect(EntityType.MON, cluster.monitors().get(0))).msgr2();
    }
    JsonNode found = probe(osd);
    assertThat(found.path("entityType").asText()).isEqualTo("osd");
    assertThat(found.path("connectionModes").path("cephx").toString())
        .isEqualTo("[\"crc\",\"secure\"]");
    assertIsCephx(found);
  }

  private static void assertIsCephx(JsonNode found) {
    assertThat(found.path("speaks").asText()).isEqualTo("msgr2");
    assertThat(found.path("revision").asText()).isEqualTo("2.1");
    assertThat(found.path("featuresSupported").toString()).contains("REVISION_1");
    assertThat(found.path("authMethods").toString()).isEqualTo("[\"cephx\"]");
    assertThat(EntityAddress.parse(found.path("seesUsAs").asText()).toSocketAddress().getAddress())
        .matches(address -> address.isLoopbackAddress());
  }

  private static JsonNode probe(EntityAddress address) {
    String where = "127.0.0.1:" + address.port();
    return MonClients.json(
        Msgr2Cli.msgr2("probe", "--format", "json", where).run().orThrow().stdout());
  }
}
