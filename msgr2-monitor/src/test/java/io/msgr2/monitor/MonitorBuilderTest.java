// SPDX-License-Identifier: Apache-2.0
package io.msgr2.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.msgr2.address.EntityAddress;
import io.msgr2.rados.conf.CephConfig;
import io.msgr2.rados.conf.CephOption;
import io.msgr2.rados.conf.Environment;
import io.msgr2.rados.mon.MonClient;
import io.msgr2.session.Timeouts;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MonitorBuilderTest {
  private static final EntityAddress ANY_PORT = EntityAddress.parse("v2:127.0.0.1:0/0");
  private static final Duration LONG = Duration.ofSeconds(20);

  private final MonitorBuilder builder = Monitor.builder("x").withoutAuthentication();

  @ParameterizedTest
  @ValueSource(strings = {"v2:0.0.0.0:0/0", "v2:[::]:0/0", "v1:127.0.0.1:0/0", "-"})
  void refuses_an_address_that_clients_cannot_dial(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.start(EntityAddress.parse(address)));
  }

  @Test
  void hangs_up_when_the_handshake_takes_longer_than_it_is_told() throws Exception {
    int handshakeMs = 50;
    builder.timeouts(new Timeouts(1_000, handshakeMs, 900_000, 1_000));
    try (Monitor monitor = builder.start(ANY_PORT);
        Socket silent =
            new Socket(InetAddress.getLoopbackAddress(), monitor.addresses().msgr2().port())) {
      silent.setSoTimeout(Timeouts.DEFAULT.handshakeMs() / 2);

      assertThat(silent.getInputStream().readAllBytes())
          .asString(StandardCharsets.UTF_8)
          .startsWith("ceph v2");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void serves_connections_by_as_many_threads_as_it_is_told(int threads) {
    Set<String> serving = new HashSet<>();
    builder.eventLoops(threads).commands(MonitorBuilderTest::withThread);
    try (Monitor monitor = builder.start(ANY_PORT)) {
      for (int i = 0; i < 2 * threads; i++) {
        try (MonClient client = MonClient.connect(config(monitor), LONG).join()) {
          serving.add(client.command(Map.of("prefix", "thread"), LONG).join().status());
        }
      }
    }
    assertThat(serving).hasSize(threads);
  }

  private static CommandTable withThread(CommandTable table) {
    return table.with(
        "thread",
        "says who serves",
        command -> new CommandAnswer(0, Thread.currentThread().getName(), new byte[0]));
  }

  private static CephConfig config(Monitor monitor) {
    return CephConfig.builder()
        .environment(new Environment(Map.of(), Path.of("/nonexistent"), "machine"))
        .option(CephOption.MON_HOST, "v2:127.0.0.1:" + monitor.addresses().msgr2().port())
        .option(CephOption.AUTH_CLIENT_REQUIRED, "none")
        .load();
  }
}
