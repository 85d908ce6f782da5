// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.none.NoneClient;
import io.msgr2.messenger.Connection;
import io.msgr2.messenger.ConnectionException;
import io.msgr2.messenger.Handler;
import io.msgr2.messenger.Messenger;
import io.msgr2.rados.message.OsdMapAddresses;
import io.msgr2.session.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What happens when the client is closed at a bad moment: the test is the loop, and decides. */
class OsdCommandsCloseTest {
  private static final UUID FSID = TestMonitor.FSID;
  private static final OsdMapAddresses MAP =
      new OsdMapAddresses(
          FSID, 1, Map.of(0, EntityAddressVector.of(EntityAddress.parse("v2:127.0.0.1:1/0"))));

  private final Queue<Runnable> loop = new ArrayDeque<>();
  private final FakeMonitors monitors = new FakeMonitors();
  private final List<FakeConnection> dialled = new ArrayList<>();
  private final OsdCommands osds = new OsdCommands(this::dial, monitors, loop::add);
  private final CompletableFuture<CommandReply> reply =
      new CompletableFuture<>() {
        // It is completed by another thread, of which the loop need not have seen anything yet.
        @Override
        public boolean isDone() {
          return false;
        }
      };

  @Test
  void fails_what_is_asked_after_it() {
    osds.close();

    ask();

    assertThat(monitors.maps).isEmpty();
    assertThat(osds.deadlineNanos()).isEmpty();
    assertShutDown();
  }

  @Test
  void does_not_dial_when_the_map_comes_after_it() {
    ask();
    monitors.maps.get(0).complete(MAP);

    osds.close();
    runLoop();

    assertThat(dialled).isEmpty();
    assertShutDown();
  }

  @Test
  void does_not_try_again_when_tickets_come_after_it() throws Exception {
    ask();
    monitors.maps.get(0).complete(MAP);
    runLoop();
    osds.failed(dialled.get(0), refusal());

    osds.close();
    monitors.tickets.complete(null);
    runLoop();

    assertThat(monitors.maps).hasSize(1);
    assertThat(dialled).hasSize(1);
    assertShutDown();
  }

  private void ask() {
    osds.ask(
        0,
        new RequestFactory("machine")
            .osdCommand(
                FSID, 0, Map.of("prefix", "version"), new byte[0], Duration.ofHours(1), reply));
  }

  private void runLoop() {
    while (!loop.isEmpty()) {
      loop.remove().run();
    }
  }

  private void assertShutDown() {
    assertThat(reply)
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableOfType(ExecutionException.class)
        .withMessageContaining("the client was closed");
  }

  private Connection dial(EntityAddressVector addresses) {
    FakeConnection connection = new FakeConnection();
    dialled.add(connection);
    return connection;
  }

  /** Returns what a messenger says of a peer that refused it. */
  private static ConnectionException refusal() throws Exception {
    EntityName name = EntityName.client("x");
    try (TestMonitor refusing = new TestMonitor(new RefusingAuth());
        Messenger messenger =
            Messenger.builder(name).auth(new NoneClient(name)).handler(new Quiet()).build()) {
      CompletableFuture<?> ready =
          messenger
              .connectAnonymous(EntityType.MON, EntityAddressVector.of(refusing.address()))
              .ready();
      return (ConnectionException)
          catchThrowableOfType(ExecutionException.class, () -> ready.get(20, TimeUnit.SECONDS))
              .getCause();
    }
  }

  private static final class Quiet implements Handler {
    @Override
    public void message(Connection connection, Message message) {}
  }

  /** Answers when the test says so. */
  private static final class FakeMonitors implements OsdCommands.Monitors {
    final List<CompletableFuture<OsdMapAddresses>> maps = new ArrayList<>();
    final CompletableFuture<Void> tickets = new CompletableFuture<>();

    @Override
    public CompletableFuture<OsdMapAddresses> osdMap(Duration timeout) {
      CompletableFuture<OsdMapAddresses> map = new CompletableFuture<>();
      maps.add(map);
      return map;
    }

    @Override
    public CompletableFuture<Void> ticketsRenewed() {
      return tickets;
    }
  }
}
