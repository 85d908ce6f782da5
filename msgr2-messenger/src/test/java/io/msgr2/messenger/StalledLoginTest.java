// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.cephx.CephxClient;
import io.msgr2.auth.cephx.CephxMonitor;
import io.msgr2.auth.cephx.KeyStore;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.session.SessionFailure.Kind;
import io.msgr2.session.Timeouts;
import io.msgr2.testkit.proxy.Fate;
import io.msgr2.testkit.proxy.Fault;
import io.msgr2.testkit.proxy.FaultProxy;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients of a monitor whose bytes no longer arrive, each from another point of the login on. */
@Tag("slow")
class StalledLoginTest {
  private static final int HANDSHAKE_MS = 3_000;
  private static final long BYTES_BETWEEN = 45;
  private static final long SOME_BYTES = 35;
  private static final int CLOSE_MS = 200;
  private static final int CLIENTS = 60;
  private static final EntityName MONITOR = EntityName.parse("mon.stalled");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final CephxKey KEY = CephxKey.generate(KeyType.AES, Instant.EPOCH, RANDOM);

  @Test
  void all_are_dropped_when_their_time_is_up() throws Exception {
    KeyStore store = name -> Optional.of(new KeyStore.Entity(KEY, Map.of("mon", "allow *")));
    try (LogLines log = new LogLines(MONITOR);
        FaultProxy proxy = FaultProxy.start(StalledLoginTest::fate);
        Messenger server =
            Messenger.builder(MONITOR)
                .auth(new CephxMonitor(store, RANDOM, InstantSource.system()))
                .timeouts(new Timeouts(10_000, HANDSHAKE_MS, 900_000, CLOSE_MS))
                .build();
        Messenger client =
            Messenger.builder(Ends.CLIENT)
                .auth(new CephxClient(Ends.CLIENT, KEY, RANDOM, InstantSource.system()))
                .timeouts(new Timeouts(10_000, 30_000, 900_000, CLOSE_MS))
                .build()) {
      EntityAddress seen = EntityAddress.msgr2(proxy.address(), Ends.LOOPBACK.nonce());
      EntityAddressVector addresses = Ends.await(server.bind(Ends.LOOPBACK, seen));
      proxy.forwardTo(server.listening().get(0));

      // The first login takes its time, since the classes for it are not loaded yet.
      Ends.await(client.connectAnonymous(EntityType.MON, addresses).ready());
      List<Connection> connections = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        connections.add(client.connectAnonymous(EntityType.MON, addresses));
      }

      Ends.until(() -> connections.stream().allMatch(each -> each.ready().isDone()));
      long dropped =
          connections.stream().filter(each -> each.ready().isCompletedExceptionally()).count();
      Ends.until(() -> server.counters().ends(Kind.TIMEOUT) == dropped);
      // With the others, the whole handshake fits into what arrives.
      assertThat(dropped).isBetween(10L, CLIENTS - 1L);
      assertThat(server.counters().halfOpen()).isZero();
      assertThat(server.counters().open()).isEqualTo(1 + CLIENTS - dropped);
      assertThat(stepsOf(log, dropped))
          .containsExactlyInAnyOrder(
              "banner",
              "HELLO",
              "AUTH_REQUEST",
              "AUTH_REQUEST_MORE",
              "AUTH_SIGNATURE",
              "CLIENT_IDENT or SESSION_RECONNECT");
    }
  }

  private static Fate fate(int connection) {
    return connection == 0
        ? Fate.calm()
        : Fate.calm().afterBytes(connection * BYTES_BETWEEN - SOME_BYTES, Fault.STALL_TO_TARGET);
  }

  private static Set<String> stepsOf(LogLines log, long lines) throws InterruptedException {
    Set<String> steps = new TreeSet<>();
    for (long i = 0; i < lines; i++) {
      String line = log.next().text();
      assertThat(line).contains("nothing within " + HANDSHAKE_MS + " ms");
      steps.add(line.replaceFirst(".*waiting for ", "").replaceFirst(": nothing within.*", ""));
    }
    return steps;
  }
}
