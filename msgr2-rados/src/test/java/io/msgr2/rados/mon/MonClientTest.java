// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

import static io.msgr2.rados.mon.TestMonitor.next;
import static io.msgr2.rados.mon.TestMonitor.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.msgr2.messenger.Connection;
import io.msgr2.rados.conf.CephConfig;
import io.msgr2.rados.conf.CephOption;
import io.msgr2.rados.conf.ConfException;
import io.msgr2.rados.conf.Environment;
import io.msgr2.rados.message.MMonMap;
import io.msgr2.rados.message.MMonSubscribe;
import io.msgr2.rados.message.MMonSubscribe.Want;
import io.msgr2.rados.message.MonMap;
import io.msgr2.session.Message;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MonClientTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Map<String, String> STATUS = Map.of("prefix", "status");
  private static final byte[] NO_INPUT = {};

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void closes_everything() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  @Test
  void finds_a_monitor_takes_its_map_and_subscribes() throws Exception {
    TestMonitor monitor = cluster(1).get(0);

    MonClient client = connect(config(monitor));

    assertThat(client.monMap().fsid()).isEqualTo(TestMonitor.FSID);
    assertThat(client.monMap().monitors()).containsOnlyKeys("a");
    assertThat(client.session()).isPresent();
    assertThat(next(monitor.subscriptions))
        .isEqualTo(
            new MMonSubscribe(Map.of("config", Want.from(0), "monmap", Want.from(2)), "machine"));
    client.command(STATUS, LONG).get();
    assertThat(client.options()).isEqualTo(Map.of("client_option", "value"));
  }

  @Test
  void runs_commands_with_input_and_output() throws Exception {
    MonClient client = connect(config(cluster(1)));
    byte[] input = "input".getBytes(StandardCharsets.UTF_8);

    CommandReply good = client.command(STATUS, input, LONG).get();
    CommandReply bad = client.command(Map.of("prefix", "fail"), LONG).get();

    assertThat(good.errno()).isZero();
    assertThat(good.status()).isEqualTo("{\"prefix\":\"status\"}");
    assertThat(text(good.output())).isEqualTo("input");
    assertThat(bad.errno()).isEqualTo(22);
    assertThat(good.toString()).contains("5 bytes").doesNotContain("input");
  }

  @Test
  void runs_many_commands_at_the_same_time() throws Exception {
    MonClient client = connect(config(cluster(1)));

    List<CompletableFuture<CommandReply>> replies = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      replies.add(client.command(Map.of("prefix", "c" + i), LONG));
    }

    for (int i = 0; i < 100; i++) {
      assertThat(replies.get(i).get().status()).isEqualTo("{\"prefix\":\"c" + i + "\"}");
    }
  }

  @Test
  void asks_how_new_maps_are() throws Exception {
    MonClient client = connect(config(cluster(1)));

    assertThat(client.getVersion("osdmap", LONG).get()).isEqualTo(new MapVersions(6, 1));
  }

  @Test
  void goes_on_with_another_monitor_and_sends_again_what_was_not_answered() throws Exception {
    List<TestMonitor> monitors = cluster(2);
    monitors.forEach(TestMonitor::withoutAnswers);
    MonClient client = connect(config(monitors));
    CompletableFuture<CommandReply> reply = client.command(STATUS, LONG);
    TestMonitor first = holder(monitors);
    TestMonitor second = monitors.get(monitors.get(0) == first ? 1 : 0);
    TestMonitor.Command cutOff = next(first.commands);

    first.close();

    TestMonitor.Command again = next(second.commands);
    assertThat(again.tid()).isEqualTo(cutOff.tid());
    assertThat(again.json()).isEqualTo(cutOff.json());
    assertThat(next(second.subscriptions).what())
        .isEqualTo(Map.of("config", Want.from(0), "monmap", Want.from(2)));
    TestMonitor.answer(again);
    assertThat(reply.get().errno()).isZero();
  }

  @Test
  void says_that_the_outcome_of_a_command_that_was_sent_is_unknown() throws Exception {
    TestMonitor monitor = cluster(1).get(0).withoutAnswers();
    MonClient client = connect(config(monitor));

    MonException failure = failure(client.command(STATUS, Duration.ofMillis(300)));

    assertThat(failure.errno()).isEqualTo(MonException.ETIMEDOUT);
    assertThat(failure.isOutcomeUnknown()).isTrue();
    assertThat(failure)
        .hasMessage(
            "command 'status': no answer within 300 ms from mon.a "
                + monitor.address()
                + "; whether the command was carried out is unknown");
  }

  @Test
  void holds_the_deadline_when_the_only_monitor_is_killed() throws Exception {
    TestMonitor monitor = cluster(1).get(0).withoutAnswers();
    MonClient client = connect(config(monitor));
    CompletableFuture<CommandReply> reply = client.command(STATUS, Duration.ofMillis(1_500));
    next(monitor.commands);

    monitor.close();

    MonException failure = failure(reply);
    assertThat(failure.errno()).isEqualTo(MonException.ETIMEDOUT);
    assertThat(failure.isOutcomeUnknown()).isTrue();
    assertThat(failure)
        .hasMessageContaining("no answer within 1500 ms from any monitor: mon.a ")
        .hasMessageContaining("refused");
    assertThat(client.session()).isEmpty();
  }

  @Test
  void knows_that_a_command_that_was_never_sent_was_not_carried_out() throws Exception {
    TestMonitor monitor = cluster(1).get(0);
    MonClient client = connect(config(monitor));
    monitor.close();
    until(() -> client.session().isEmpty());

    MonException failure = failure(client.command(STATUS, Duration.ofMillis(300)));

    assertThat(failure.isOutcomeUnknown()).isFalse();
    assertThat(failure.errno()).isEqualTo(MonException.ETIMEDOUT);
  }

  @Test
  void passes_over_monitors_that_are_dead_or_silent() throws Exception {
    ServerSocket silent = open(new ServerSocket(0, 9, InetAddress.getLoopbackAddress()));
    TestMonitor withoutMap = open(new TestMonitor()).withoutMap();
    TestMonitor good = cluster(1).get(0);
    CephConfig config =
        builder(
                "127.0.0.1:" + unusedPort(),
                "127.0.0.1:" + silent.getLocalPort(),
                withoutMap.place(),
                good.place())
            .load();

    MonClient client = connect(config);

    assertThat(client.session().orElseThrow().peerAddresses().msgr2()).isEqualTo(good.address());
  }

  @Test
  void lists_what_was_wrong_with_each_monitor_when_none_answers_in_time() throws Exception {
    int dead = unusedPort();
    ServerSocket silent = open(new ServerSocket(0, 9, InetAddress.getLoopbackAddress()));
    CephConfig config = builder("127.0.0.1:" + dead, "127.0.0.1:" + silent.getLocalPort()).load();
    long began = System.nanoTime();

    MonException failure = failure(MonClient.connect(config, Duration.ofMillis(1_200)));

    assertThat(failure.errno()).isEqualTo(MonException.ETIMEDOUT);
    assertThat(failure)
        .hasMessageContaining("no session within 1200 ms with any monitor: ")
        .hasMessageContaining("v2:127.0.0.1:" + dead + "/0: UNREACHABLE")
        .hasMessageContaining("v2:127.0.0.1:" + silent.getLocalPort() + "/0: no answer");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
  }

  @Test
  void ends_at_once_when_the_monitor_refuses_the_client() throws Exception {
    TestMonitor monitor = open(new TestMonitor(new RefusingAuth()));
    CephConfig config = builder(monitor.place()).load();

    MonException failure = failure(MonClient.connect(config, LONG));

    assertThat(failure.errno()).isEqualTo(MonException.EACCES);
    assertThat(failure)
        .hasMessageContaining("no monitor accepts this client (no key is needed): ")
        .hasMessageContaining(monitor.place() + "/0: AUTHENTICATION")
        .hasMessageContaining("errno 13");
  }

  @Test
  void refuses_a_monitor_of_another_cluster() throws Exception {
    TestMonitor monitor = cluster(1).get(0);
    CephConfig config =
        builder(monitor.place())
            .option(CephOption.FSID, "99999999-2222-3333-4444-555555555555")
            .load();

    MonException failure = failure(MonClient.connect(config, LONG));

    assertThat(failure)
        .hasMessageContaining("it belongs to cluster " + TestMonitor.FSID + ", expected 99999999");
  }

  @Test
  void says_which_hosts_are_not_known() {
    CephConfig config = builder("no-such-host.invalid", "another.invalid:3300").load();

    MonException failure = failure(MonClient.connect(config, LONG));

    assertThat(failure.errno()).isEqualTo(MonException.ENOENT);
    assertThat(failure).hasMessageContaining("[no-such-host.invalid, another.invalid]");
  }

  @Test
  void refuses_a_configuration_without_monitors() {
    assertThatThrownBy(() -> MonClient.connect(builder().load(), LONG))
        .isInstanceOf(ConfException.class);
  }

  @Test
  void finds_a_monitor_by_a_host_name() throws Exception {
    TestMonitor monitor = cluster(1).get(0);

    MonClient client = connect(builder("localhost:" + monitor.address().port()).load());

    assertThat(client.command(STATUS, LONG).get().errno()).isZero();
  }

  @Test
  void moves_on_when_its_monitor_leaves_the_cluster() throws Exception {
    List<TestMonitor> monitors = cluster(2);
    MonClient client = connect(config(monitors));
    TestMonitor first = holder(monitors);
    TestMonitor second = monitors.get(monitors.get(0) == first ? 1 : 0);
    MonMap smaller = TestMonitor.mapOf(2, Map.of("b", second));
    second.map(smaller);
    next(first.subscriptions);

    TestMonitor.send(last(first), new MMonMap(smaller));

    assertThat(next(second.subscriptions).what()).containsEntry("monmap", Want.from(3));
    assertThat(client.command(STATUS, LONG).get().errno()).isZero();
    assertThat(client.monMap()).isEqualTo(smaller);
  }

  @Test
  void gives_up_a_session_in_which_something_comes_that_cannot_be_read() throws Exception {
    TestMonitor monitor = cluster(1).get(0);
    MonClient client = connect(config(monitor));
    next(monitor.subscriptions);
    Connection first = last(monitor);

    first.send(
        Message.of(
            MMonMap.TYPE, Unpooled.wrappedBuffer(new byte[] {1, 2, 3}), Unpooled.EMPTY_BUFFER));

    next(monitor.subscriptions);
    assertThat(last(monitor)).isNotSameAs(first);
    assertThat(client.command(STATUS, LONG).get().errno()).isZero();
  }

  @Test
  void refuses_monitors_that_have_come_to_another_cluster() throws Exception {
    TestMonitor monitor = cluster(1).get(0);
    MonClient client = connect(config(monitor));
    next(monitor.subscriptions);
    MonMap old = client.monMap();
    MonMap other =
        new MonMap(
            UUID.fromString("99999999-2222-3333-4444-555555555555"),
            2,
            old.lastChanged(),
            old.created(),
            0,
            0,
            old.monitors(),
            old.ranks(),
            16,
            List.of(),
            1,
            List.of(),
            old.stretch(),
            Optional.empty());
    monitor.map(other);

    TestMonitor.send(last(monitor), new MMonMap(other));

    MonException failure = failure(client.command(STATUS, LONG));
    assertThat(failure)
        .hasMessageContaining("it belongs to cluster 99999999")
        .hasMessageContaining("expected " + TestMonitor.FSID);
    assertThat(client.monMap()).isEqualTo(old);
  }

  @Test
  void fails_what_waits_when_it_is_closed() throws Exception {
    TestMonitor monitor = cluster(1).get(0).withoutAnswers();
    MonClient client = connect(config(monitor));
    CompletableFuture<CommandReply> reply = client.command(STATUS, LONG);
    next(monitor.commands);

    client.close();
    client.close();

    assertThat(failure(reply).errno()).isEqualTo(MonException.ESHUTDOWN);
    assertThat(failure(client.command(STATUS, LONG)).errno()).isEqualTo(MonException.ESHUTDOWN);
    assertThat(failure(client.osdCommand(0, STATUS, NO_INPUT, LONG)).errno())
        .isEqualTo(MonException.ESHUTDOWN);
  }

  @Test
  void fails_what_is_asked_while_it_is_being_closed() throws Exception {
    MonClient client = connect(config(cluster(1)));

    client.closeAsync();
    CompletableFuture<CommandReply> late = client.command(STATUS, LONG);
    CompletableFuture<CommandReply> lateOfOsd = client.osdCommand(0, STATUS, NO_INPUT, LONG);

    assertThat(failure(late).errno()).isEqualTo(MonException.ESHUTDOWN);
    assertThat(failure(lateOfOsd).errno()).isEqualTo(MonException.ESHUTDOWN);
  }

  @Test
  void does_not_send_a_cancelled_command_again() throws Exception {
    List<TestMonitor> monitors = cluster(2);
    monitors.forEach(TestMonitor::withoutAnswers);
    MonClient client = connect(config(monitors));
    CompletableFuture<CommandReply> cancelled = client.command(STATUS, LONG);
    CompletableFuture<CommandReply> other = client.command(Map.of("prefix", "other"), LONG);
    TestMonitor first = holder(monitors);
    TestMonitor second = monitors.get(monitors.get(0) == first ? 1 : 0);
    next(first.commands);
    next(first.commands);

    cancelled.cancel(false);
    first.close();

    TestMonitor.Command again = next(second.commands);
    assertThat(again.json()).contains("other");
    TestMonitor.answer(again);
    other.get();
    assertThat(second.commands).isEmpty();
  }

  @Test
  void closes_a_client_that_nobody_waits_for_any_more() throws Exception {
    TestMonitor monitor = open(new TestMonitor()).withoutMap();
    CephConfig config = builder(monitor.place()).load();

    CompletableFuture<MonClient> connecting = MonClient.connect(config, LONG);
    next(monitor.connections);
    connecting.cancel(false);

    until(
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("msgr2-mon-client")));
  }

  private static Connection last(TestMonitor monitor) {
    return monitor.connections.stream().reduce((earlier, later) -> later).orElseThrow();
  }

  /** Returns the monitor that the session is with: the one that was told the subscriptions. */
  private static TestMonitor holder(List<TestMonitor> monitors) throws Exception {
    until(() -> monitors.stream().anyMatch(monitor -> !monitor.subscriptions.isEmpty()));
    return monitors.stream()
        .filter(monitor -> !monitor.subscriptions.isEmpty())
        .findFirst()
        .orElseThrow();
  }

  private static void until(BooleanSupplier condition) throws Exception {
    long deadline = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).as("waited too long").isNegative();
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private List<TestMonitor> cluster(int size) throws Exception {
    Map<String, TestMonitor> monitors = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      monitors.put(Character.toString('a' + i), open(new TestMonitor()));
    }
    monitors.values().forEach(monitor -> monitor.map(TestMonitor.mapOf(1, monitors)));
    return List.copyOf(monitors.values());
  }

  private MonClient connect(CephConfig config) throws Exception {
    return open(MonClient.connect(config, LONG).get(30, TimeUnit.SECONDS));
  }

  private <T extends AutoCloseable> T open(T closeable) {
    open.add(closeable);
    return closeable;
  }

  private static CephConfig config(TestMonitor monitor) {
    return config(List.of(monitor));
  }

  private static CephConfig config(List<TestMonitor> monitors) {
    return builder(monitors.stream().map(TestMonitor::place).toArray(String[]::new)).load();
  }

  private static CephConfig.Builder builder(String... places) {
    return CephConfig.builder()
        .environment(new Environment(Map.of(), Path.of("/nonexistent"), "machine"))
        .option(CephOption.MON_HOST, Arrays.stream(places).collect(Collectors.joining(",")))
        .option(CephOption.AUTH_CLIENT_REQUIRED, "none")
        .option(CephOption.MON_CLIENT_HUNT_INTERVAL, "0.5");
  }

  private static int unusedPort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static MonException failure(CompletableFuture<?> future) {
    try {
      future.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      assertThat(e.getCause()).isInstanceOf(MonException.class);
      return (MonException) e.getCause();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("it did not fail");
  }
}
