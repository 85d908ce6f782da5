// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityType;
import io.msgr2.auth.cephx.CephxClient;
import io.msgr2.auth.cephx.TicketRenewal;
import io.msgr2.auth.cephx.wire.RequestType;
import io.msgr2.codec.WireReader;
import io.msgr2.interop.cluster.CephCluster;
import io.msgr2.interop.cluster.Cluster;
import io.msgr2.messenger.Connection;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@CephCluster(set = {"auth service ticket ttl = 6", "mon client ping interval = 1"})
class TicketRenewalTest {
  private static final Duration SERVICE_TTL = Duration.ofSeconds(6);
  private static final Duration MONITOR_TTL = Duration.ofDays(3);

  private final Cluster cluster;
  private final EntityAddressVector monitorAddress;
  private final Login login;

  TicketRenewalTest(Cluster cluster) {
    this.cluster = cluster;
    this.monitorAddress = cluster.monitors().get(0);
    this.login = Login.admin(cluster);
  }

  @Test
  void tickets_for_services_are_replaced_before_they_expire() {
    CephxClient auth = login.client();
    try (TestClient client = TestClient.open(login.name(), auth)) {
      Instant before = Instant.now();
      Connection monitor = client.connect(EntityType.MON, monitorAddress);
      Instant due = auth.nextRenewal().orElseThrow();
      assertThat(due).isAfter(before).isBefore(Instant.now().plus(SERVICE_TTL));
      assertThat(auth.renewalDue(before)).isEmpty();

      Await.until("a ticket to be due", () -> auth.renewalDue(Instant.now()).isPresent());
      Tickets.renew(client, monitor, auth.renewalDue(Instant.now()).orElseThrow());
      assertThat(auth.nextRenewal().orElseThrow()).isAfter(due);
      Osd.dial(client, cluster, Osd.find(client, monitor));
    }
  }

  @Test
  void the_ticket_for_the_monitors_is_replaced_too() {
    CephxClient auth = login.client();
    try (TestClient client = TestClient.open(login.name(), auth)) {
      Connection monitor = client.connect(EntityType.MON, monitorAddress);
      TicketRenewal renewal = auth.renewalDue(Instant.now().plus(MONITOR_TTL)).orElseThrow();
      RequestType.AUTH_SESSION_KEY.expect(
          new WireReader(Unpooled.wrappedBuffer(renewal.request())));
      Tickets.renew(client, monitor, renewal);

      Connection again = client.connect(EntityType.MON, monitorAddress);
      assertThat(again.info().orElseThrow().globalId())
          .isEqualTo(monitor.info().orElseThrow().globalId());
    }
  }
}
