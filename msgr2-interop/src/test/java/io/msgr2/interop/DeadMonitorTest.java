// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityType;
import io.msgr2.interop.cluster.CephCluster;
import io.msgr2.interop.cluster.Cluster;
import io.msgr2.messenger.Connection;
import io.msgr2.messenger.ConnectionException;
import io.msgr2.rados.message.MMonGetMap;
import io.msgr2.session.SessionFailure;
import io.msgr2.session.SessionFailure.Kind;
import io.msgr2.session.Timeouts;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

@CephCluster(osds = 0, shared = false)
@TestMethodOrder(OrderAnnotation.class)
class DeadMonitorTest {
  private final Cluster cluster;
  private final EntityAddressVector address;

  DeadMonitorTest(Cluster cluster) {
    this.cluster = cluster;
    this.address = cluster.monitors().get(0);
  }

  /** The kernel takes the TCP connection for a process that is stopped. */
  @Test
  @Order(1)
  void that_never_says_a_word_is_given_up_in_time() {
    int limitMs = 1_000;
    Login login = Login.admin(cluster);
    Timeouts timeouts = new Timeouts(limitMs, limitMs, 60_000, limitMs);
    cluster.stop("mon.a");
    try (TestClient client =
        TestClient.open(login.name(), login.client(), builder -> builder.timeouts(timeouts))) {
      Instant began = Instant.now();
      ConnectionException refusal = client.refusal(EntityType.MON, address);
      assertThat(Duration.between(began, Instant.now()))
          .isBetween(Duration.ofMillis(limitMs), Duration.ofMillis(5L * limitMs));
      assertThat(refusal.failure().kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(refusal.errno()).isEqualTo(SessionFailure.ETIMEDOUT);
      assertThat(refusal)
          .hasMessageContaining("mon at " + address.front())
          .hasMessageContaining("waiting for banner")
          .hasMessageContaining(limitMs + " ms");
    } finally {
      cluster.resume("mon.a");
    }
  }

  @Test
  @Order(2)
  void that_is_killed_while_an_answer_is_awaited_is_noticed_at_once() {
    try (TestClient client = TestClient.open(Login.admin(cluster))) {
      Connection monitor = client.connect(EntityType.MON, address);
      cluster.stop("mon.a");
      client.send(monitor, new MMonGetMap());
      assertThat(client.reset()).isNotDone();

      cluster.kill("mon.a");
      ConnectionException reset = client.reset().join();
      assertThat(reset.failure().kind()).isEqualTo(Kind.DISCONNECTED);
      assertThat(reset).hasMessageContaining("mon.0 at " + address.front());

      ConnectionException refusal = client.refusal(EntityType.MON, address);
      assertThat(refusal.failure().kind()).isEqualTo(Kind.UNREACHABLE);
      assertThat(refusal.errno()).isEqualTo(SessionFailure.ECONNREFUSED);
    }
  }
}
