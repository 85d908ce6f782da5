// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.session.Backoff;
import io.msgr2.session.Policy;
import io.msgr2.session.Throttle;
import io.msgr2.session.Timeouts;
import io.msgr2.testkit.proxy.Fates;
import io.msgr2.testkit.proxy.Fault;
import io.msgr2.testkit.proxy.RandomFaults;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Lossless sessions on real sockets, over a network that lets no connection live for long. */
@Tag("slow")
class BadNetworkTest {
  private static final long SEED = Long.getLong("msgr2.seed", System.nanoTime());

  private static final int LIFE_MS = 120;
  private static final int IDLE_MS = 250;
  // Ends that wait for nothing but the idle timeout have noticed long before.
  private static final int STALL_MS = 10 * IDLE_MS;
  private static final Timeouts IMPATIENT =
      new Timeouts(500, 500, IDLE_MS, 2_000, new Backoff(5, 50, 0.5));

  private static final int FAULTS = 50;
  private static final int BATCH = 40;
  private static final int AHEAD = 400;
  private static final int THROTTLE_BYTES = 20_000;

  private record Pair(Proxied one, Connection there, Proxied two, Connection back) {}

  private final Throttle throttle = Throttle.of(THROTTLE_BYTES);
  private ExecutorService threads;

  @BeforeEach
  void begin() {
    threads = Executors.newFixedThreadPool(2);
  }

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  static List<Arguments> securities() {
    List<Arguments> all = new ArrayList<>();
    for (Transport transport : Ends.transports()) {
      for (Security security : List.of(Security.NONE_CRC, Security.CEPHX_SECURE)) {
        all.add(Arguments.of(transport, security));
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("securities")
  void two_peers_that_dial_each_other_lose_nothing(Transport transport, Security security)
      throws Exception {
    try (Proxied one = start(1, Policy.losslessPeer(), transport, security);
        Proxied two = start(2, Policy.losslessPeer(), transport, security)) {
      exchange(new Pair(one, one.connect(two), two, two.connect(one)));
    }
  }

  @ParameterizedTest
  @MethodSource("securities")
  void a_client_and_a_server_that_keeps_its_session_lose_nothing(
      Transport transport, Security security) throws Exception {
    try (Proxied client = start(1, Policy.losslessClient(), transport, security);
        Proxied server = start(2, Policy.statefulServer(), transport, security)) {
      Connection there = client.connect(server);
      Ends.await(there.ready());
      exchange(new Pair(client, there, server, server.journal().connection()));
    }
  }

  /** Starts a messenger whose handler is often behind, so that throttles are at work as well. */
  private Proxied start(int number, Policy policy, Transport transport, Security security)
      throws Exception {
    return Proxied.start(
        Proxied.builder(number, policy, security)
            .transport(transport)
            .timeouts(IMPATIENT)
            .dispatchThrottle(throttle)
            .handlerExecutor(threads));
  }

  private void exchange(Pair ends) throws Exception {
    List<Proxied> both = List.of(ends.one, ends.two);
    for (Proxied each : both) {
      each.proxy().fates(new RandomFaults(SEED + both.indexOf(each), LIFE_MS, STALL_MS));
      each.proxy().inject(Fault.RESET);
    }
    int sent = 0;
    while (!suffices(both)) {
      for (int i = 0; i < BATCH; i++, sent++) {
        assertThat(ends.there.send(Answers.request(sent, sent % 2000))).isTrue();
        assertThat(ends.back.send(Answers.request(sent, sent % 3000))).isTrue();
      }
      ends.one.journal().awaitAtLeast(sent - AHEAD);
      ends.two.journal().awaitAtLeast(sent - AHEAD);
    }
    both.forEach(each -> each.proxy().fates(Fates.none()));

    ends.one.journal().awaitMessages(sent);
    ends.two.journal().awaitMessages(sent);

    for (Proxied each : both) {
      assertThat(each.journal().connections()).hasSize(1);
      assertThat(each.journal().events(1)).doesNotContain("reset", "remoteReset", "refused");
    }
    Ends.until(() -> throttle.inUse() == 0);
    report(both, sent);
  }

  /** Returns whether enough happened, and everything that can. */
  private static boolean suffices(List<Proxied> both) {
    long faults = 0;
    for (Fault fault : Fault.values()) {
      long times = count(both, fault);
      if (times == 0) {
        return false;
      }
      faults += times;
    }
    return faults >= FAULTS;
  }

  private static void report(List<Proxied> both, int sent) {
    List<String> faults =
        Arrays.stream(Fault.values()).map(fault -> fault + " " + count(both, fault)).toList();
    System.out.printf(
        "bad network, -Dmsgr2.seed=%d: %d messages each way, %d times resumed, %s%n",
        SEED, sent, both.get(0).messenger().counters().resumed(), faults);
  }

  private static long count(List<Proxied> both, Fault fault) {
    return both.stream().mapToLong(each -> each.proxy().counters().of(fault)).sum();
  }
}
