// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityType;
import io.msgr2.session.Backoff;
import io.msgr2.session.Policy;
import io.msgr2.session.Timeouts;
import io.msgr2.testkit.fault.FaultPlan;
import io.msgr2.testkit.rig.MessengerSetup;
import io.msgr2.testkit.rig.World;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/** A server and a client in a world of their own: an OSD, and a client of no number. */
final class Pair implements AutoCloseable {
  static final Timeouts TIMEOUTS =
      new Timeouts(10_000, 10_000, 900_000, 5_000, new Backoff(200, 1_000, 0.5));

  private static final int SERVER_PORT = 3300;
  private static final int CLIENT_PORT = 3301;
  private static final int NONCE = 77;
  private static final long LIMIT_MS = 10_000;

  final World world = new World(new SplittableRandom(1));
  final MessengerSetup serverSetup =
      MessengerSetup.of("osd.0").bind("v2:127.0.0.1:" + SERVER_PORT + "/" + NONCE);
  final MessengerSetup clientSetup = MessengerSetup.of("client.admin").nonce(NONCE);
  final FaultPlan serverPlan;
  final FaultPlan clientPlan;
  Talker server;
  Talker client;

  private Pair(Policy server, Policy client, String serverPlan, String clientPlan) {
    this.serverPlan = FaultPlan.parse(serverPlan);
    this.clientPlan = FaultPlan.parse(clientPlan);
    serverSetup.policy(EntityType.CLIENT, server).faults(this.serverPlan).timeouts(TIMEOUTS);
    clientSetup.policy(EntityType.OSD, client).faults(this.clientPlan).timeouts(TIMEOUTS);
  }

  static Pair of(Policy server, Policy client) {
    return new Pair(server, client, "", "");
  }

  static Pair of(Policy server, Policy client, String serverPlan, String clientPlan) {
    return new Pair(server, client, serverPlan, clientPlan);
  }

  static Policy lossyClient() {
    return Policy.lossyClient().givingUpAfterMs(Policy.NEVER);
  }

  /** Lets the client accept as well. */
  Pair bindClient() {
    clientSetup.bind("v2:127.0.0.1:" + CLIENT_PORT + "/" + NONCE);
    return this;
  }

  Pair start() {
    server = Talker.start(world, serverSetup);
    client = Talker.start(world, clientSetup);
    return this;
  }

  /** Starts them with a server that answers each message. */
  Pair startEchoing() {
    server = Talker.echoing(world, serverSetup);
    client = Talker.start(world, clientSetup);
    return this;
  }

  void await(BooleanSupplier condition) {
    assertThat(world.runUntil(condition, LIMIT_MS)).isTrue();
  }

  @Override
  public void close() {
    world.close();
    serverPlan.assertCarriedOut();
    clientPlan.assertCarriedOut();
  }
}
