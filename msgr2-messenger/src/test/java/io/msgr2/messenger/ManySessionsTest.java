// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.session.Backoff;
import io.msgr2.session.Policy;
import io.msgr2.session.Timeouts;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Ten thousand ends of idle lossless sessions in this JVM: a hundred clients, each with a session
 * with each of fifty servers.
 */
@Tag("slow")
class ManySessionsTest {
  private static final int CLIENTS = 100;
  private static final int SERVERS = 50;
  private static final int SESSIONS = CLIENTS * SERVERS;
  private static final int DIALS = 10;
  private static final int LIMIT_SECONDS = 120;
  private static final Timeouts PATIENT =
      new Timeouts(30_000, 30_000, 900_000, 20_000, new Backoff(50, 1_000, 0.5));

  private final AtomicInteger connected = new AtomicInteger();
  private final Handler counting =
      new Handler() {
        @Override
        public void connected(Connection connection) {
          connected.incrementAndGet();
        }
      };

  @ParameterizedTest
  @CsvSource({"NONE_CRC, 12", "FIXED_SECURE, 25"})
  void are_small_and_come_back_when_their_servers_do(Security security, int limitKib)
      throws Exception {
    List<Messenger> clients = new ArrayList<>();
    List<Messenger> servers = new ArrayList<>();
    List<EntityAddressVector> addresses = new ArrayList<>();
    try {
      for (int i = 0; i < SERVERS; i++) {
        servers.add(server(i, security));
        addresses.add(Ends.listen(servers.get(i)));
      }
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(client(i, security));
      }
      long before = used();
      for (Messenger client : clients) {
        addresses.forEach(address -> client.connect(EntityType.OSD, address));
      }
      awaitConnected(SESSIONS);
      long each = (used() - before) / SESSIONS / 2;

      System.out.printf("%s: %,d bytes for one side of an idle session%n", security, each);
      assertThat(each).isBetween(500L, limitKib * 1024L);

      servers.forEach(Messenger::markDownAll);
      servers.forEach(Messenger::close);
      long start = System.nanoTime();
      for (int i = 0; i < SERVERS; i++) {
        servers.set(i, server(i, security));
        Ends.await(servers.get(i).bind(addresses.get(i).front()));
      }
      awaitConnected(2 * SESSIONS);
      long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      System.out.printf("%s: all back within %,d ms%n", security, ms);
      assertThat(servers).allSatisfy(it -> assertThat(it.counters().turnedAway()).isZero());
    } finally {
      clients.forEach(Messenger::markDownAll);
      clients.forEach(Messenger::close);
      servers.forEach(Messenger::close);
    }
  }

  private Messenger client(int number, Security security) {
    EntityName name = EntityName.osd(1000 + number);
    return Messenger.builder(name)
        .auth(security.client(name))
        .policy(Policy.losslessClient())
        .timeouts(PATIENT)
        .dialLimit(DIALS)
        .nonce(1000 + number)
        .handler(counting)
        .eventLoops(1)
        .build();
  }

  private static Messenger server(int number, Security security) {
    return Messenger.builder(EntityName.osd(number))
        .auth(security.server())
        .policy(Policy.statefulServer())
        .timeouts(PATIENT)
        .eventLoops(1)
        .build();
  }

  private void awaitConnected(int count) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (connected.get() < count) {
      assertThat(System.nanoTime() - deadline).as("%d connected", connected.get()).isNegative();
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** Returns the bytes in use, on the heap and in network buffers. */
  private static long used() {
    System.gc();
    Runtime jvm = Runtime.getRuntime();
    return jvm.totalMemory()
        - jvm.freeMemory()
        + PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
  }
}
