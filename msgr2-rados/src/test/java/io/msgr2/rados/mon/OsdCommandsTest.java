// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

import static io.msgr2.rados.mon.TestMonitor.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthServer;
import io.msgr2.auth.none.NoneServer;
import io.msgr2.messenger.Connection;
import io.msgr2.messenger.Handler;
import io.msgr2.messenger.Messenger;
import io.msgr2.rados.conf.CephConfig;
import io.msgr2.rados.conf.CephOption;
import io.msgr2.rados.conf.Environment;
import io.msgr2.rados.message.MCommand;
import io.msgr2.rados.message.MCommandReply;
import io.msgr2.rados.message.OsdMaps;
import io.msgr2.session.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OsdCommandsTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Map<String, String> VERSION = Map.of("prefix", "version");

  private final List<AutoCloseable> open = new ArrayList<>();
  private TestMonitor monitor;
  private MonClient client;

  @BeforeEach
  void connects_to_a_monitor() throws Exception {
    monitor = open(new TestMonitor());
    monitor.map(TestMonitor.mapOf(1, Map.of("a", monitor)));
    CephConfig config =
        CephConfig.builder()
            .environment(new Environment(Map.of(), Path.of("/nonexistent"), "machine"))
            .option(CephOption.MON_HOST, monitor.place())
            .option(CephOption.AUTH_CLIENT_REQUIRED, "none")
            .load();
    client = open(MonClient.connect(config, LONG).get());
  }

  @AfterEach
  void closes_everything() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  @Test
  void asks_the_osd_where_the_map_says_it_is() throws Exception {
    TestOsd osd = osd(new NoneServer(EntityType.OSD, () -> 0));

    CommandReply good = client.osdCommand(0, VERSION, new byte[] {'i', 'n'}, LONG).get();
    CommandReply bad = client.osdCommand(0, Map.of("prefix", "fail"), new byte[0], LONG).get();

    assertThat(good.errno()).isZero();
    assertThat(good.status()).isEqualTo("{\"prefix\":\"version\"}");
    assertThat(text(good.output())).isEqualTo("in");
    assertThat(bad.errno()).isEqualTo(22);
    assertThat(osd.accepted).hasSize(2);
  }

  @Test
  void asks_once_more_when_it_is_refused() throws Exception {
    NoneServer accepting = new NoneServer(EntityType.OSD, () -> 0);
    AtomicInteger attempts = new AtomicInteger();
    osd(
        peer ->
            attempts.incrementAndGet() == 1
                ? new RefusingAuth().acceptor(peer)
                : accepting.acceptor(peer));

    assertThat(client.osdCommand(0, VERSION, new byte[0], LONG).get().errno()).isZero();
    assertThat(attempts).hasValue(2);
  }

  @Test
  void fails_when_it_is_refused_twice() throws Exception {
    osd(new RefusingAuth());

    MonException failure = failure(client.osdCommand(0, VERSION, new byte[0], LONG));

    assertThat(failure.errno()).isEqualTo(13);
    assertThat(failure.isOutcomeUnknown()).isFalse();
    assertThat(failure)
        .hasMessageContaining("command 'version' for osd.0: ")
        .hasMessageContaining("AUTHENTICATION");
  }

  @Test
  void says_that_an_osd_is_not_up() throws Exception {
    osd(new NoneServer(EntityType.OSD, () -> 0));

    MonException failure = failure(client.osdCommand(7, VERSION, new byte[0], LONG));

    assertThat(failure.errno()).isEqualTo(MonException.ENOENT);
    assertThat(failure)
        .hasMessage(
            "command 'version' for osd.7: it is not up, or does not speak msgr2, in OSD map 6");
  }

  @Test
  void says_that_an_osd_cannot_be_reached() throws Exception {
    TestOsd osd = osd(new NoneServer(EntityType.OSD, () -> 0));
    osd.close();

    MonException failure = failure(client.osdCommand(0, VERSION, new byte[0], LONG));

    assertThat(failure.errno()).isEqualTo(111);
    assertThat(failure.isOutcomeUnknown()).isFalse();
  }

  @Test
  void does_not_know_the_outcome_when_the_osd_goes_away_or_stays_silent() throws Exception {
    TestOsd osd = osd(new NoneServer(EntityType.OSD, () -> 0));
    osd.answers = false;

    MonException late = failure(client.osdCommand(0, VERSION, new byte[0], Duration.ofMillis(500)));
    assertThat(late.errno()).isEqualTo(MonException.ETIMEDOUT);
    assertThat(late.isOutcomeUnknown()).isTrue();

    osd.commands.clear();
    CompletableFuture<CommandReply> cutOff = client.osdCommand(0, VERSION, new byte[0], LONG);
    TestMonitor.next(osd.commands);
    osd.close();
    assertThat(failure(cutOff).isOutcomeUnknown()).isTrue();
  }

  @Test
  void holds_the_deadline_when_the_monitor_sends_no_map() throws Exception {
    MonException failure =
        failure(client.osdCommand(0, VERSION, new byte[0], Duration.ofMillis(300)));

    assertThat(failure.errno()).isEqualTo(MonException.ETIMEDOUT);
    assertThat(failure.isOutcomeUnknown()).isFalse();
  }

  @Test
  void fails_what_waits_when_the_client_is_closed() throws Exception {
    TestOsd osd = osd(new NoneServer(EntityType.OSD, () -> 0));
    osd.answers = false;
    CompletableFuture<CommandReply> reply = client.osdCommand(0, VERSION, new byte[0], LONG);
    TestMonitor.next(osd.commands);

    client.close();

    assertThat(failure(reply).errno()).isEqualTo(MonException.ESHUTDOWN);
  }

  private TestOsd osd(AuthServer auth) throws Exception {
    TestOsd osd = open(new TestOsd(auth));
    monitor.osdMap(OsdMaps.withOsdAt(osd.address()));
    return osd;
  }

  private <T extends AutoCloseable> T open(T closeable) {
    open.add(closeable);
    return closeable;
  }

  private static MonException failure(CompletableFuture<?> future) throws Exception {
    try {
      future.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      assertThat(e.getCause()).isInstanceOf(MonException.class);
      return (MonException) e.getCause();
    }
    throw new AssertionError("it did not fail");
  }

  /** The accepting side of an OSD's commands, on a messenger of its own. */
  private static final class TestOsd implements Handler, AutoCloseable {
    final List<Connection> accepted = new ArrayList<>();
    final BlockingQueue<String> commands = new LinkedBlockingQueue<>();
    volatile boolean answers = true;
    private final Messenger messenger;
    private final EntityAddressVector addresses;

    TestOsd(AuthServer auth) throws Exception {
      messenger =
          Messenger.builder(EntityName.osd(0)).auth(auth).handler(this).eventLoops(1).build();
      addresses =
          messenger.bind(EntityAddress.parse("v2:127.0.0.1:0/4711")).get(10, TimeUnit.SECONDS);
    }

    EntityAddress address() {
      return addresses.msgr2();
    }

    @Override
    public void accepted(Connection connection) {
      accepted.add(connection);
    }

    @Override
    public void message(Connection connection, Message message) {
      assertThat(message.type()).isEqualTo(MCommand.TYPE);
      String json = Messages.read(message, MCommand::read).command().get(0);
      commands.add(json);
      if (answers) {
        MCommandReply reply = new MCommandReply(json.contains("fail") ? -22 : 0, json);
        connection.send(Messages.of(reply, message.tid(), Messages.data(message)));
      }
    }

    @Override
    public void close() {
      messenger.close();
    }
  }
}
