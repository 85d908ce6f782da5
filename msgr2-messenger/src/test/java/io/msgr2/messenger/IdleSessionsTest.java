// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.session.Policy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Thousands of lossless sessions that have nothing to say, with a server in another process: what
 * they cost, and that all of them come back after the server was killed.
 */
@Tag("slow")
class IdleSessionsTest {
  private static final int SESSIONS = Integer.getInteger("msgr2.idle.sessions", 10_000);
  private static final int LIMIT_S = 300;
  private static final int KIB = 1024;

  /** A server process. */
  private static final class Server implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final PrintStream orders;
    private final EntityAddressVector addresses;

    Server(Security security, int port) throws IOException {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx1g",
                  "-cp",
                  System.getProperty("java.class.path"),
                  IdleServer.class.getName(),
                  security.name(),
                  Integer.toString(port))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      answers = process.inputReader(StandardCharsets.UTF_8);
      orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
      addresses = EntityAddressVector.parse(answers.readLine());
    }

    /** Returns the bytes of heap and of native memory in use. */
    long[] memory() throws IOException {
      orders.println("memory");
      String[] words = answers.readLine().split(" ", -1);
      return new long[] {Long.parseLong(words[0]), Long.parseLong(words[1])};
    }

    void kill() {
      process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
      kill();
    }
  }

  /** Counts what happens on the connections of all clients. */
  private static final class Count implements Handler {
    private final AtomicInteger connected = new AtomicInteger();
    private final AtomicInteger remoteResets = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final CompletableFuture<Void> allCameBack = new CompletableFuture<>();
    private volatile int sessions = Integer.MAX_VALUE / 2;

    @Override
    public void connected(Connection connection) {
      if (connected.incrementAndGet() == 2 * sessions) {
        allCameBack.complete(null);
      }
    }

    @Override
    public void remoteReset(Connection connection) {
      remoteResets.incrementAndGet();
    }

    @Override
    public void reset(Connection connection, ConnectionException why) {
      ended.incrementAndGet();
    }
  }

  @ParameterizedTest
  @CsvSource({"NONE_CRC, 12", "FIXED_SECURE, 25"})
  void thousands_of_sessions_cost_little_and_all_come_back(Security security, int limitKib)
      throws Exception {
    Count count = new Count();
    List<Messenger> clients = new ArrayList<>();
    try (EventLoops loops = EventLoops.start(Transport.AUTO, 2)) {
      EntityAddressVector address;
      try (Server server = new Server(security, 0)) {
        address = server.addresses;
        connect(security, loops, address, count, clients, 1);
        long[] before = server.memory();
        connect(security, loops, address, count, clients, SESSIONS);
        long[] after = server.memory();
        double heapKib = (after[0] - before[0]) / (double) SESSIONS / KIB;
        double nativeKib = (after[1] - before[1]) / (double) SESSIONS / KIB;
        System.out.printf(
            "%d idle sessions, %s: %.1f KiB of heap and %.1f KiB of native memory each%n",
            SESSIONS, security, heapKib, nativeKib);
        assertThat(heapKib + nativeKib).isLessThan(limitKib);
        count.sessions = clients.size();
        server.kill();
      }
      int known = clients.size();
      long restarted = System.nanoTime();
      try (Server server = new Server(security, address.front().port())) {
        assertThat(server.addresses).isEqualTo(address);
        count.allCameBack.get(LIMIT_S, TimeUnit.SECONDS);
        System.out.printf(
            "%d sessions came back %.1f s after their server%n",
            known, (System.nanoTime() - restarted) / 1e9);
        assertThat(count.remoteResets).hasValue(known);
        assertThat(count.ended).hasValue(0);
        clients.forEach(Messenger::closeAsync);
        clients.forEach(Messenger::close);
      }
    }
  }

  private static void connect(
      Security security,
      EventLoops loops,
      EntityAddressVector server,
      Handler handler,
      List<Messenger> clients,
      int number)
      throws Exception {
    List<CompletableFuture<?>> ready = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      EntityName name = EntityName.client(Integer.toString(1_000 + clients.size()));
      Messenger client =
          Messenger.builder(name)
              .auth(security.client(name))
              .policy(Policy.losslessClient())
              .handler(handler)
              .eventLoops(loops)
              .build();
      clients.add(client);
      ready.add(client.connect(EntityType.OSD, server).ready());
    }
    CompletableFuture.allOf(ready.toArray(CompletableFuture[]::new)).get(LIMIT_S, TimeUnit.SECONDS);
  }
}
