// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.conformance;

import io.msgr2.address.EntityType;
import io.msgr2.session.Message;
import io.msgr2.session.SessionEvent;
import io.msgr2.testkit.fault.FaultPlan;
import io.msgr2.testkit.rig.Application;
import io.msgr2.testkit.rig.MessengerSetup;
import io.msgr2.testkit.rig.SimConnection;
import io.msgr2.testkit.rig.SimMessenger;
import io.msgr2.testkit.rig.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * One side of a row: a messenger, and a user who talks to one peer over one connection at a time,
 * and complains of what must never happen.
 */
final class Party implements Application {
  private static final long NONCE = 2;

  private final World world;
  private final LongFunction<MessengerSetup> setup;
  private final FaultPlan plan;
  private final List<SimConnection> connections = new ArrayList<>();
  private final List<Long> unsent = new ArrayList<>();
  private final Map<Long, Integer> received = new HashMap<>();
  private final List<String> complaints = new ArrayList<>();
  private Optional<SimConnection> tracked = Optional.empty();
  private SimMessenger messenger;
  private long nonce = NONCE;

  /**
   * @param setup of a messenger with a nonce
   */
  Party(World world, LongFunction<MessengerSetup> setup, FaultPlan plan) {
    this.world = world;
    this.setup = setup;
    this.plan = plan;
    start();
  }

  SimMessenger messenger() {
    return messenger;
  }

  FaultPlan plan() {
    return plan;
  }

  List<SimConnection> connections() {
    return connections;
  }

  /** Returns what went wrong and can be seen at once. */
  List<String> complaints() {
    return complaints;
  }

  int received(long tid) {
    return received.getOrDefault(tid, 0);
  }

  void dial(Party peer) {
    SimConnection connection = messenger.connect(EntityType.OSD, peer.messenger.addresses());
    track(connection);
  }

  void send(long tid) {
    unsent.add(tid);
    sendNow();
  }

  void markDown() {
    tracked.orElseThrow().markDown();
    tracked = Optional.empty();
  }

  /** Forgets everything but what was sent and received. */
  void restart(boolean sameNonce) {
    messenger.kill();
    tracked = Optional.empty();
    if (!sameNonce) {
      nonce++;
    }
    start();
  }

  @Override
  public void created(SimConnection connection) {
    connections.add(connection);
  }

  @Override
  public void happened(SimConnection connection, SessionEvent event) {
    if (event instanceof SessionEvent.Ready ready) {
      plan.of(connection.session()).ready(ready.info().role());
      track(connection);
    } else if (event instanceof SessionEvent.RemoteReset) {
      plan.of(connection.session()).remoteReset();
    } else if (event instanceof SessionEvent.Closed) {
      plan.of(connection.session()).reset();
      tracked = tracked.filter(it -> it != connection);
    } else if (event instanceof Message message) {
      received.merge(message.tid(), 1, Integer::sum);
    }
  }

  /** Prints where the connections stand, in the form of the table. */
  List<String> standings() {
    List<String> printed = new ArrayList<>();
    for (int i = 0; i < connections.size(); i++) {
      SimConnection connection = connections.get(i);
      printed.add(Standing.print(i, connection, plan.of(connection.session())));
    }
    return printed;
  }

  private void start() {
    messenger = world.start(setup.apply(nonce).faults(plan).application(this));
  }

  private void track(SimConnection connection) {
    tracked
        .filter(other -> other != connection)
        .ifPresent(other -> complaints.add(connection + " besides " + other));
    tracked = Optional.of(connection);
    sendNow();
  }

  private void sendNow() {
    if (tracked.isPresent()) {
      List<Long> tids = List.copyOf(unsent);
      unsent.clear();
      tids.forEach(tid -> tracked.get().send(Message.builder(1).tid(tid).build()));
    }
  }
}
