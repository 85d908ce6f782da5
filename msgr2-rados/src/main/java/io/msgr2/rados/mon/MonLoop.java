// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.messenger.Connection;
import io.msgr2.messenger.ConnectionException;
import io.msgr2.messenger.Handler;
import io.msgr2.messenger.Messenger;
import io.msgr2.messenger.MessengerBuilder;
import io.msgr2.rados.conf.CephConfig;
import io.msgr2.rados.message.OsdMapAddresses;
import io.msgr2.session.Message;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a monitor client: everything that happens, on connections, to requests and with
 * time, is brought here, one thing after the other.
 */
final class MonLoop implements Handler, OsdCommands.Monitors {
  private static final Logger LOG = LoggerFactory.getLogger(MonClient.class);

  private final ScheduledThreadPoolExecutor executor = newExecutor();
  private final WakeUp wakeUp = new WakeUp(executor, () -> guarded(this::deadlinePassed));
  private final EntityName name;
  private final RequestFactory requests;
  private final MonMachine machine;
  private final OsdCommands osds;
  private final Messenger messenger;

  /**
   * @param messengerOptions changes how the messenger is built
   */
  MonLoop(
      CephConfig config,
      ClientAuthentication authentication,
      RequestFactory requests,
      RandomGenerator random,
      InstantSource clock,
      UnaryOperator<MessengerBuilder> messengerOptions) {
    LoginRace race = new LoginRace(authentication.client());
    Hunt hunt = new Hunt(HuntSettings.of(config), random);
    this.name = config.name();
    this.requests = requests;
    machine =
        new MonMachine(
            config,
            new TicketKeeper(authentication.cephx()),
            clock,
            outcome ->
                new MonFinder(
                    hunt,
                    race,
                    monitor -> dial(EntityType.MON, monitor),
                    config.fsid(),
                    authentication.keyOrigin(),
                    outcome));
    osds = new OsdCommands(osd -> dial(EntityType.OSD, osd), this, task -> execute(task));
    messenger =
        messengerOptions
            .apply(Messenger.builder(name).eventLoops(1))
            .auth(race)
            .handler(this)
            .handlerExecutor(executor)
            .build();
  }

  /** Returns the state of the session; most of it is for the loop's own thread only. */
  MonMachine machine() {
    return machine;
  }

  /** Returns the commands for OSDs; for the loop's own thread only. */
  OsdCommands osds() {
    return osds;
  }

  /**
   * Runs a task on the loop.
   *
   * @return false when the loop has ended, and the task does not run
   */
  boolean execute(Runnable task) {
    try {
      executor.execute(() -> guarded(task));
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Ends everything; requests that wait fail. Completes when all is done, never exceptionally. */
  CompletableFuture<Void> close() {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    execute(
        () -> {
          osds.close();
          machine.close();
          messenger
              .closeAsync()
              .thenRun(
                  () -> {
                    executor.shutdown();
                    closed.completeAsync(() -> null);
                  });
        });
    return closed;
  }

  @Override
  public CompletableFuture<OsdMapAddresses> osdMap(Duration timeout) {
    CompletableFuture<OsdMapAddresses> future = new CompletableFuture<>();
    machine.submit(requests.osdMap(timeout, future));
    return future;
  }

  @Override
  public CompletableFuture<Void> ticketsRenewed() {
    return machine.ticketsRenewed();
  }

  @Override
  public void connected(Connection connection) {
    guarded(
        () -> {
          if (osds.owns(connection)) {
            osds.connected(connection);
          }
        });
  }

  @Override
  public void message(Connection connection, Message message) {
    guarded(
        () -> {
          if (machine.owns(connection)) {
            machine.message(connection, message);
          } else if (osds.owns(connection)) {
            osds.message(connection, message);
          }
        });
  }

  @Override
  public void reset(Connection connection, ConnectionException why) {
    guarded(
        () -> {
          if (machine.owns(connection)) {
            machine.failed(connection, why);
          } else if (osds.owns(connection)) {
            osds.failed(connection, why);
          }
        });
  }

  @Override
  public void refused(Connection connection, ConnectionException why) {
    reset(connection, why);
  }

  private Connection dial(EntityType type, EntityAddressVector addresses) {
    return messenger.connectAnonymous(type, addresses);
  }

  private void deadlinePassed() {
    machine.deadlinePassed();
    osds.deadlinePassed();
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("a task of the monitor client of {} failed", name, e);
    } finally {
      wakeUp.at(
          Deadlines.earliest(machine.deadlineNanos(), osds.deadlineNanos()), System.nanoTime());
    }
  }

  private static ScheduledThreadPoolExecutor newExecutor() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "msgr2-mon-client");
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return executor;
  }
}
