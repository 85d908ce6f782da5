// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.auth.none.NoneClient;
import io.msgr2.messenger.Connection;
import io.msgr2.rados.conf.CephConfig;
import io.msgr2.rados.conf.Environment;
import io.msgr2.rados.message.MonMap;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class MonMachineTest {
  private static final EntityAddress MONITOR = EntityAddress.parse("v2:127.0.0.1:1/0");

  private final CephConfig config =
      CephConfig.builder()
          .environment(new Environment(Map.of(), Path.of("/nonexistent"), "machine"))
          .load();
  private final List<FakeConnection> dialled = new ArrayList<>();
  private final MonMachine machine =
      new MonMachine(
          config,
          new TicketKeeper(Optional.empty()),
          InstantSource.fixed(Instant.EPOCH),
          outcome ->
              new MonFinder(
                  new Hunt(HuntSettings.of(config), new SplittableRandom(1)),
                  new LoginRace(new NoneClient(EntityName.client("x"))),
                  this::dial,
                  Optional.empty(),
                  "no key is needed",
                  outcome));

  @Test
  void fails_a_request_that_comes_after_it_was_closed() {
    FakeConnection session = new FakeConnection();
    machine.found(session, new Candidate("mon.a", MONITOR, 0, 0), map());
    machine.close();

    CompletableFuture<MapVersions> late = new CompletableFuture<>();
    machine.submit(new RequestFactory("machine").mapVersions("osdmap", Duration.ofHours(1), late));

    assertThat(session.isMarkedDown).isTrue();
    assertThat(dialled).isEmpty();
    assertThat(machine.deadlineNanos()).isEmpty();
    assertThat(late)
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableOfType(ExecutionException.class)
        .withMessageContaining("the client was closed");
  }

  private Connection dial(EntityAddressVector addresses) {
    FakeConnection connection = new FakeConnection();
    dialled.add(connection);
    return connection;
  }

  private static MonMap map() {
    return TestMonitor.mapAt(1, Map.of("a", EntityAddressVector.of(MONITOR)));
  }
}
