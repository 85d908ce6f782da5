// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityType;
import io.msgr2.codec.WireReader;
import io.msgr2.interop.cluster.Cluster;
import io.msgr2.messenger.Connection;
import io.msgr2.rados.message.MCommand;
import io.msgr2.rados.message.MCommandReply;
import io.msgr2.rados.message.MMonSubscribe;
import io.msgr2.rados.message.MMonSubscribe.Want;
import io.msgr2.rados.message.MOSDMap;
import io.msgr2.rados.message.OsdMapAddresses;
import io.msgr2.session.ConnectionInfo;
import java.util.List;
import java.util.Map;

/** The first OSD of a cluster, found as clients find it. */
final class Osd {
  private static final String VERSION = "{\"prefix\": \"version\", \"format\": \"json\"}";

  private Osd() {}

  /** Asks a monitor where the OSD is. */
  static EntityAddressVector find(TestClient client, Connection monitor) {
    MOSDMap maps =
        client
            .ask(
                monitor,
                new MMonSubscribe(Map.of("osdmap", Want.once(0)), "localhost"),
                MOSDMap.TYPE)
            .read(MOSDMap::read);
    byte[] newest = maps.full().get(maps.newest());
    return WireReader.fromBytes("OSD map", newest, OsdMapAddresses::read).addresses().get(0);
  }

  /** Dials the OSD after a login with the monitor, and has a request answered. */
  static ConnectionInfo dial(TestClient client, Cluster cluster) {
    Connection monitor = client.connect(EntityType.MON, cluster.monitors().get(0));
    return dial(client, cluster, find(client, monitor));
  }

  /** Dials the OSD and has a request answered. */
  static ConnectionInfo dial(TestClient client, Cluster cluster, EntityAddressVector address) {
    Connection osd = client.connect(EntityType.OSD, address);
    Reply reply =
        client.ask(osd, new MCommand(cluster.fsid(), List.of(VERSION)), MCommandReply.TYPE);
    assertThat(reply.read(MCommandReply::read).result()).isZero();
    assertThat(reply.text()).contains("\"" + cluster.version() + "\"");
    return osd.info().orElseThrow();
  }
}
