// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.rig;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * Messengers, a network between them and a clock, in one thread: every run from the same random
 * generator is the same run. The messengers are the protocol's real sessions; only sockets, threads
 * and time are virtual. Not safe for use by several threads.
 *
 * <p>At the end {@link #close} fails if anything was left behind: memory, table entries, timers or
 * TCP connections.
 */
public final class World implements AutoCloseable {
  private static final long SHUTDOWN_LIMIT_MS = 3_600_000;

  private final RandomGenerator random;
  private final VirtualClock clock = new VirtualClock();
  private final EventLog log = new EventLog(clock);
  private final Network network = new Network(clock, log);
  private final List<SimMessenger> messengers = new ArrayList<>();

  /**
   * @param random where all that is random comes from
   */
  public World(RandomGenerator random) {
    this.random = random;
  }

  /** Returns where all that is random comes from. */
  public RandomGenerator random() {
    return random;
  }

  /** Returns what time it is here, and what happens when. */
  public VirtualClock clock() {
    return clock;
  }

  /** Returns what to read after a failure; off until somebody switches it on. */
  public EventLog log() {
    return log;
  }

  /** Returns what messengers dial and accept over. */
  public Network network() {
    return network;
  }

  /** Starts a messenger. */
  public SimMessenger start(MessengerSetup setup) {
    SimMessenger messenger = new SimMessenger(this, setup);
    messengers.add(messenger);
    return messenger;
  }

  /** Lets the next thing happen; false when nothing ever happens again. */
  public boolean step() {
    return clock.step(VirtualClock.NEVER);
  }

  /** Lets time pass, with all that happens meanwhile. */
  public void run(long ms) {
    runUntil(() -> false, ms);
  }

  /**
   * Lets time pass until a condition holds.
   *
   * @param limitMs how long at most
   * @return whether it holds
   */
  public boolean runUntil(BooleanSupplier condition, long limitMs) {
    long untilNanos = clock.nowNanos() + limitMs * VirtualClock.NANOS_PER_MS;
    while (!condition.getAsBoolean()) {
      if (!clock.step(untilNanos)) {
        clock.passUntil(untilNanos);
        return condition.getAsBoolean();
      }
    }
    return true;
  }

  /** Marks down what there is, waits for the network to empty, and looks for what is left. */
  @Override
  public void close() {
    messengers.forEach(SimMessenger::markDownAll);
    network.letGo();
    runUntil(() -> network.connections().isEmpty(), SHUTDOWN_LIMIT_MS);
    List<String> left = new ArrayList<>();
    network.connections().forEach(connection -> left.add(connection.toString()));
    messengers.forEach(messenger -> left.addAll(messenger.shutDown()));
    if (!left.isEmpty()) {
      throw new AssertionError("left behind: " + String.join(", ", left));
    }
  }
}
