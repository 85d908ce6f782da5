// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityName;
import io.msgr2.auth.AuthMethod;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.cephx.CephxMonitor;
import io.msgr2.auth.cephx.KeyStore;
import io.msgr2.auth.cephx.Keyring;
import io.msgr2.auth.cephx.RotatingKeys;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.interop.cluster.CephCluster;
import io.msgr2.interop.cluster.Cluster;
import io.msgr2.interop.cluster.Command;
import io.msgr2.interop.cluster.CommandResult;
import io.msgr2.monitor.Monitor;
import io.msgr2.monitor.MonitorBuilder;
import io.msgr2.session.ConnectionInfo;
import io.msgr2.session.Timeouts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ceph's own clients and our monitor. The real cluster beside it says what its users look like and
 * what a real monitor would have answered.
 */
@CephCluster
class StockClientTest {
  private static final UUID FSID = UUID.fromString("c7a2f6d0-0b4c-4f3e-9a54-1d0c5b2f8e11");
  private static final int COMMANDS = 200;
  private static final int HALF_OPEN = 1_000;
  private static final long CUT_EVERY_NANOS = 300_000_000;

  private final Cluster cluster;
  private final CephxKey key;
  private final AtomicInteger lookUps = new AtomicInteger();
  private final AtomicLong globalIds = new AtomicLong(4_100);
  private Monitor monitor;

  @TempDir private Path directory;

  StockClientTest(Cluster cluster) {
    this.cluster = cluster;
    this.key = cluster.key(Login.ADMIN);
  }

  @AfterEach
  void stops_the_monitor() {
    if (monitor != null) {
      monitor.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"secure", "crc"})
  void ceph_status_with_cephx(String mode) {
    start(cephx(RotatingKeys.Lifetimes.DEFAULT));

    CommandResult status = ceph("--ms_mon_client_mode=" + mode, "status").run().orThrow();

    assertThat(status.stdout()).contains(FSID.toString(), "quorum a");
    assertThat(monitor.counters().accepted()).isPositive();
  }

  @Test
  void ceph_status_without_authentication() {
    startWithoutAuthentication();

    CommandResult status = ceph("--auth_client_required=none", "status").run().orThrow();

    assertThat(status.stdout()).contains(FSID.toString());
  }

  @Test
  void other_commands_of_the_tool() {
    start(cephx(RotatingKeys.Lifetimes.DEFAULT));

    assertThat(ceph("mon", "dump").run().orThrow().stdout())
        .contains("fsid " + FSID, "mon.a", monitor.addresses().msgr2().toString());
    assertThat(ceph("version").run().orThrow().stdout()).contains("msgr2");
    assertThat(ceph("fsid", "--format", "json").run().orThrow().stdout())
        .contains("{\"fsid\":\"" + FSID + "\"}");
    assertThat(ceph("ping", "mon.a").run().orThrow().stdout()).contains("HEALTH_OK");
    assertThat(ceph("tell", "mon.a", "fsid").run().orThrow().stdout()).contains(FSID.toString());
    assertThat(ceph("no", "such", "command").run().exitCode())
        .isEqualTo(real("no", "such", "command").run().exitCode());
  }

  @Test
  void a_wrong_key_looks_as_with_a_real_monitor() {
    start(cephx(RotatingKeys.Lifetimes.DEFAULT));
    CephxKey wrong = CephxKey.generate(key.type(), Instant.EPOCH, new SecureRandom());

    assertSameRefusal(Login.ADMIN, wrong);
  }

  @Test
  void an_unknown_entity_looks_as_with_a_real_monitor() {
    start(cephx(RotatingKeys.Lifetimes.DEFAULT));

    assertSameRefusal(EntityName.client("nobody"), key);
  }

  @ParameterizedTest
  @CsvSource({"CRC, AES", "SECURE, AES", "CRC, AES256K", "SECURE, AES256K"})
  void librados_connects_asks_and_leaves(ConnectionMode mode, KeyType type) {
    assumeTrue(
        type == KeyType.AES || cluster.majorVersion() >= 20,
        "keys of type aes256k came with Ceph 20");
    CephxKey own = CephxKey.generate(type, Instant.EPOCH, new SecureRandom());
    start(cephx(own, RotatingKeys.Lifetimes.DEFAULT, mode));

    ConnectionInfo info = connectAskAndLeave("keyring=" + keyring(Login.ADMIN, own));

    assertThat(info.mode()).isEqualTo(mode);
    Verified.recordStockClient(cluster, info, type);
  }

  @Test
  void librados_without_authentication() {
    startWithoutAuthentication();

    ConnectionInfo info = connectAskAndLeave("auth_client_required=none");

    assertThat(info.authMethod()).isEqualTo(AuthMethod.NONE.wire());
    Verified.recordStockClient(cluster, info);
  }

  /** Returns what a client agreed on with the monitor that got all it asked for. */
  private ConnectionInfo connectAskAndLeave(String option) {
    CompletableFuture<CommandResult> client =
        CompletableFuture.supplyAsync(script(RadosScript.COMMANDS, "20", "0.05", option)::run);
    // Asked once only: the first connection, which gets the configuration, is soon gone again.
    List<ConnectionInfo> clients = new ArrayList<>();
    Await.until(
        "a client",
        () -> {
          clients.addAll(monitor.clients());
          return client.isDone() || !clients.isEmpty();
        });

    assertThat(client.join().orThrow().stdout()).isEqualTo(FSID + " 20\n");
    Await.until("all connections to be gone", () -> monitor.counters().open() == 0);
    return clients.get(0);
  }

  @Test
  void librados_learns_that_there_are_no_pools() {
    start(cephx(RotatingKeys.Lifetimes.DEFAULT));

    assertThat(script(RadosScript.POOLS).run().orThrow().stdout())
        .isEqualTo("[] False\nno such pool\n");
    assertThat(cluster.tool("rados", "-m", address(), "lspools").run().orThrow().stdout())
        .isEmpty();
  }

  @Test
  void ceph_can_read_the_map_of_osds() {
    start(cephx(RotatingKeys.Lifetimes.DEFAULT));
    String file = directory.resolve("osdmap").toString();

    ceph("osd", "getmap", "-o", file).run().orThrow();

    assertThat(cluster.tool("osdmaptool", "--print", file).run().orThrow().stdout())
        .contains("fsid " + FSID, "epoch 1\n", "max_osd 0\n", "full_ratio 0.95\n");
    assertThat(ceph("osd", "dump").run().orThrow().stdout()).contains("max_osd 0\n");
  }

  @Test
  void librados_goes_on_when_its_connections_are_cut() throws Exception {
    start(cephx(RotatingKeys.Lifetimes.DEFAULT));
    CompletableFuture<CommandResult> client = inBackground(COMMANDS, "0.02");

    int cut = 0;
    while (!client.isDone()) {
      cut += monitor.cutConnections();
      LockSupport.parkNanos(CUT_EVERY_NANOS);
    }

    assertThat(client.get().orThrow().stdout()).isEqualTo(FSID + " " + COMMANDS + "\n");
    assertThat(cut).isGreaterThan(3);
    System.out.printf("%d commands were answered over %d cuts%n", COMMANDS, cut);
  }

  @Test
  void librados_goes_on_when_the_monitor_is_restarted() throws Exception {
    CephxMonitor cephx = cephx(RotatingKeys.Lifetimes.DEFAULT);
    start(cephx);
    EntityAddress address = monitor.addresses().msgr2();
    CompletableFuture<CommandResult> client = inBackground(COMMANDS, "0.02");

    for (int i = 0; i < 3; i++) {
      Monitor running = monitor;
      Await.until("commands", () -> running.counters().messagesIn() > 20);
      monitor.close();
      monitor = builder(cephx).start(address);
    }

    assertThat(client.get().orThrow().stdout()).isEqualTo(FSID + " " + COMMANDS + "\n");
  }

  @Test
  void librados_renews_tickets_that_are_good_for_seconds() {
    start(cephx(new RotatingKeys.Lifetimes(Duration.ofSeconds(8), Duration.ofSeconds(4))));

    assertThat(script(RadosScript.COMMANDS, "14", "1").run().orThrow().stdout())
        .isEqualTo(FSID + " 14\n");

    long logins = monitor.counters().accepted();
    // One to learn about the cluster, one to stay; more would mean that a ticket was not renewed.
    assertThat(logins).isEqualTo(2);
    // Each login and each renewal looks the entity up once.
    assertThat(lookUps.get() - logins).as("renewals").isGreaterThan(3);
    assertThat(monitor.counters().refusedLogins()).isZero();
  }

  @Test
  void a_thousand_half_open_connections_keep_nobody_out_and_are_dropped() throws Exception {
    monitor =
        builder(cephx(RotatingKeys.Lifetimes.DEFAULT))
            .timeouts(new Timeouts(10_000, 5_000, 900_000, 5_000))
            .start(EntityAddress.parse("v2:127.0.0.1:0/0"));
    int port = monitor.addresses().msgr2().port();
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < HALF_OPEN; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        sockets.add(socket);
        // They stop at different points of the banner.
        socket
            .getOutputStream()
            .write("ceph v2\n\u0010\u0000".getBytes(StandardCharsets.ISO_8859_1), 0, i % 11);
      }
      Await.until("half-open ones", () -> monitor.counters().halfOpen() >= HALF_OPEN * 9 / 10);

      assertThat(ceph("status").run().orThrow().stdout()).contains(FSID.toString());

      Await.until("all to be dropped", () -> monitor.counters().open() == 0);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  private void assertSameRefusal(EntityName name, CephxKey with) {
    String[] words = {"-n", name.toString(), "--keyring", keyring(name, with), "status"};

    CommandResult ours = ceph(words).run();
    CommandResult theirs = real(words).run();

    assertThat(theirs.exitCode()).as(theirs.toString()).isEqualTo(13);
    assertThat(ours.exitCode()).as(ours.toString()).isEqualTo(13);
    assertThat(withoutTimes(ours.stderr())).isEqualTo(withoutTimes(theirs.stderr()));
    assertThat(ours.stdout()).isEqualTo(theirs.stdout());
    assertThat(monitor.counters().refusedLogins()).isPositive();
  }

  /** Drops what differs from run to run: the time, the thread, where things are in memory. */
  private static String withoutTimes(String log) {
    return log.lines()
        .map(line -> line.replaceFirst("^\\d{4}-\\S+ [0-9a-f]+ +", ""))
        .map(line -> line.replaceAll("0x[0-9a-f]+", "0x"))
        .collect(Collectors.joining("\n"));
  }

  private CephxMonitor cephx(RotatingKeys.Lifetimes lifetimes) {
    return cephx(key, lifetimes, ConnectionMode.values());
  }

  private CephxMonitor cephx(
      CephxKey admin, RotatingKeys.Lifetimes lifetimes, ConnectionMode... modes) {
    SecureRandom random = new SecureRandom();
    KeyStore store =
        name -> {
          lookUps.incrementAndGet();
          return Optional.of(new KeyStore.Entity(admin, Map.of("mon", "allow *")))
              .filter(any -> name.equals(Login.ADMIN));
        };
    return new CephxMonitor(
        store,
        RotatingKeys.random(KeyType.AES256K, lifetimes, random, InstantSource.system()),
        globalIds::incrementAndGet,
        ConnectionModes.of(modes),
        random);
  }

  private void startWithoutAuthentication() {
    monitor =
        Monitor.builder("a")
            .fsid(FSID)
            .withoutAuthentication()
            .start(EntityAddress.parse("v2:127.0.0.1:0/0"));
  }

  private void start(CephxMonitor cephx) {
    monitor = builder(cephx).start(EntityAddress.parse("v2:127.0.0.1:0/0"));
  }

  private static MonitorBuilder builder(CephxMonitor cephx) {
    return Monitor.builder("a").fsid(FSID).cephx(cephx);
  }

  private Command ceph(String... words) {
    return real("-m", address()).and(words);
  }

  private Command real(String... words) {
    return cluster.tool("ceph", "--connect-timeout", "10").and(words);
  }

  private CompletableFuture<CommandResult> inBackground(int commands, String pauseSeconds) {
    Command command = script(RadosScript.COMMANDS, Integer.toString(commands), pauseSeconds);
    return CompletableFuture.supplyAsync(command::run);
  }

  private Command script(RadosScript script, String... arguments) {
    return script.with(cluster, directory, monitor.addresses().msgr2(), arguments);
  }

  private String address() {
    return "v2:127.0.0.1:" + monitor.addresses().msgr2().port();
  }

  private String keyring(EntityName name, CephxKey with) {
    Keyring keyring = new Keyring(Map.of(name, new Keyring.Entry(Optional.of(with), Map.of())));
    try {
      return Files.writeString(directory.resolve("own.keyring"), keyring.toText()).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
