// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.session.Policy;
import io.msgr2.testkit.proxy.Fate;
import io.msgr2.testkit.proxy.Fault;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * TCP connections of a session that were accepted on other event loops than the one where the
 * session lives. Loops take turns in accepting, so that of four connections in a row some move and
 * some stay.
 */
class TakeoverTest {
  private static final int LOOPS = 3;
  private static final int CUTS = 4;
  private static final int HANDSHAKES = 40;
  private static final int STEP_BYTES = 31;

  static List<Arguments> combinations() {
    List<Arguments> all = new ArrayList<>();
    for (Transport transport : Ends.transports()) {
      for (Security security : Security.values()) {
        all.add(Arguments.of(transport, security));
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void a_connection_moves_to_the_loop_of_its_session(Transport transport, Security security)
      throws Exception {
    try (Proxied client = start(1, Policy.losslessClient(), transport, security);
        Proxied server = start(2, Policy.statefulServer(), transport, security)) {
      Connection there = client.connect(server);
      Ends.await(there.ready());
      SessionConnection back = (SessionConnection) server.journal().connection();
      EventLoop home = back.loop();
      int number = 0;
      for (int cut = 1; cut <= CUTS; cut++) {
        server.proxy().inject(Fault.RESET);
        // The client may be back before the server has heard that it was gone.
        server.journal().awaitAtLeast(1 + cut, "accepted");
        there.send(Answers.request(number, 70_000));
        back.send(Answers.request(number, 70_000));
        number++;
        client.journal().awaitMessages(number);
        server.journal().awaitMessages(number);
      }

      assertThat(back.loop()).isSameAs(home);
      assertThat(server.journal().connections()).containsExactly(back);
      assertThat(server.messenger().counters().resumed()).isEqualTo(CUTS);
      Ends.until(() -> server.messenger().counters().open() == 1);
      assertThat(server.messenger().counters().halfOpen()).isZero();
      assertThat(Ends.await(there.close())).isEqualTo(CloseReport.CLEAN);
    }
  }

  @ParameterizedTest
  @MethodSource("combinations")
  @Tag("slow")
  void a_connection_is_cut_at_any_byte_of_its_handshake(Transport transport, Security security)
      throws Exception {
    try (Proxied client = start(1, Policy.losslessClient(), transport, security);
        Proxied server = start(2, Policy.statefulServer(), transport, security)) {
      Connection there = client.connect(server);
      Ends.await(there.ready());
      AtomicInteger handshakes = new AtomicInteger();
      server
          .proxy()
          .fates(
              connection -> {
                int number = handshakes.getAndIncrement();
                return number == HANDSHAKES
                    ? Fate.calm()
                    : Fate.calm().afterBytes(1 + number * STEP_BYTES, Fault.RESET);
              });
      server.proxy().inject(Fault.RESET);
      there.send(Answers.request(0, 1000));

      server.journal().awaitMessages(1);

      Ends.until(() -> server.messenger().counters().open() == 1);
      Ends.until(() -> server.messenger().counters().halfOpen() == 0);
      assertThat(server.journal().connections()).hasSize(1);
    }
  }

  private static Proxied start(int number, Policy policy, Transport transport, Security security)
      throws Exception {
    return Proxied.start(
        Proxied.builder(number, policy, security).transport(transport).eventLoops(LOOPS));
  }
}
