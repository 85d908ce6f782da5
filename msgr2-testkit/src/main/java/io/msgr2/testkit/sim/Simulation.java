// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.sim;

import io.msgr2.handshake.Interceptor.Action;
import io.msgr2.session.FaultPoints;
import io.msgr2.session.Message;
import io.msgr2.session.Phase;
import io.msgr2.session.Timeouts;
import io.msgr2.testkit.rig.Host;
import io.msgr2.testkit.rig.Network;
import io.msgr2.testkit.rig.SimMessenger;
import io.msgr2.testkit.rig.TcpConnection;
import io.msgr2.testkit.rig.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * One run of a plan:
 *
 * <ol>
 *   <li>the steps happen, in a network as bad as the plan says;
 *   <li>the network heals, and all that were away come back; everything that has to arrive arrives
 *       within a time that follows from the timeouts;
 *   <li>if the plan says so, connections are left alone until they time out;
 *   <li>something is sent on every connection that is left, and arrives;
 *   <li>everything ends, and nothing is left.
 * </ol>
 */
final class Simulation implements Scene {
  private static final int NANOS_PER_MICRO = 1000;
  private static final int MICROS_PER_MS = 1000;
  private static final long MAX_STEPS = 2_000_000;
  private static final int PROBE_BYTES = 10;
  private static final int MAX_HELD_MICROS = 3_000_000;
  private static final Action[] MISHAPS = {
    Action.FAULT, Action.FAULT, Action.FAULT, Action.BLOCK, Action.STALL
  };

  private final Plan plan;
  private final World world;
  private final Ledger ledger = new Ledger();
  private final Judge judge = new Judge(ledger);
  private final Map<Integer, Participant> participants = new LinkedHashMap<>();
  private final Convergence convergence = new Convergence(ledger, participants.values());
  private long letters;
  private int arrivals;
  private boolean calm;

  private Simulation(Plan plan, Optional<Consumer<String>> log) {
    this.plan = plan;
    this.world = new World(new SplittableRandom(plan.seed()));
    log.ifPresent(world.log()::on);
  }

  /**
   * Runs a plan.
   *
   * @param log reads what happens, line by line
   * @throws BrokenPromise when the judge is not content; whatever else is thrown is a failure of
   *     the code under test, too
   */
  static void run(Plan plan, Optional<Consumer<String>> log) {
    Simulation simulation = new Simulation(plan, log);
    try {
      simulation.run();
    } catch (RuntimeException | Error e) {
      simulation.abandon(e);
      throw e;
    }
  }

  private void run() {
    for (Endpoint endpoint : plan.endpoints()) {
      participants.put(
          endpoint.index(), new Participant(endpoint, plan, world, this, judge, ledger));
    }
    participants.values().forEach(Participant::start);
    int endMicros = 0;
    for (Step step : plan.steps()) {
      endMicros = Math.max(endMicros, step.atMicros());
      later(step.atMicros(), () -> perform(step.operation()));
    }
    pass(1 + endMicros / MICROS_PER_MS);
    heal();
    converge("after the network had healed");
    if (plan.rests()) {
      pass(3L * plan.timeouts().idleMs());
    }
    probe();
    converge("when all were told something");
    end();
    world.close();
  }

  /** Gives memory back after a failure. */
  private void abandon(Throwable why) {
    try {
      participants.values().forEach(it -> it.stop(true, false));
    } catch (RuntimeException | Error e) {
      why.addSuppressed(e);
    }
  }

  @Override
  public void arrived(Participant newcomer) {
    for (Participant other : participants.values()) {
      if (other != newcomer && other.messenger().isPresent()) {
        weather(newcomer, other);
        weather(other, newcomer);
      }
    }
  }

  @Override
  public FaultPoints mishaps(Participant participant) {
    if (plan.mishapOneIn() == 0) {
      return FaultPoints.NONE;
    }
    RandomGenerator random = new SplittableRandom(plan.seed() + ++arrivals);
    return (session, point) -> {
      if (calm || random.nextInt(plan.mishapOneIn()) != 0) {
        return Action.CONTINUE;
      }
      Action action = MISHAPS[random.nextInt(MISHAPS.length)];
      world.log().add(() -> "* " + action + " at " + point + " of " + participant);
      if (action != Action.FAULT) {
        later(random.nextInt(MAX_HELD_MICROS), () -> unblock(participant));
      }
      return action;
    };
  }

  private static void unblock(Participant participant) {
    participant.messenger().ifPresent(SimMessenger::unblock);
  }

  @Override
  public boolean isAnswered(long number) {
    // Answers have odd numbers, and are not answered.
    return plan.replyOneIn() > 0 && number % 2 == 0 && number / 2 % plan.replyOneIn() == 0;
  }

  @Override
  public long answerTo(long number) {
    return number + 1;
  }

  private void weather(Participant from, Participant to) {
    Host sender = host(from);
    Host receiver = host(to);
    plan.weather()
        .applyTo(
            world.network().path(sender, receiver),
            new SplittableRandom(plan.seed() + ++arrivals),
            () -> {
              if (!calm) {
                later(0, () -> between(sender, receiver).forEach(TcpConnection::cut));
              }
            });
  }

  private void perform(Operation operation) {
    world.log().add(() -> "* " + operation);
    if (operation instanceof Operation.Directed directed) {
      perform(directed, participants.get(directed.from()), participants.get(directed.to()));
    } else if (operation instanceof Operation.Single single) {
      perform(single, participants.get(single.at()));
    }
  }

  private void perform(Operation.Directed operation, Participant from, Participant to) {
    if (operation instanceof Operation.Send send) {
      from.send(to, nextLetter(), send.priority(), send.bytes());
    } else if (operation instanceof Operation.Dial) {
      from.dial(to);
    } else if (operation instanceof Operation.Keepalive) {
      from.keepalive(to);
    } else if (operation instanceof Operation.MarkDown) {
      from.markDown(to);
    } else if (operation instanceof Operation.Close) {
      from.close(to);
    } else if (from.messenger().isPresent() && to.messenger().isPresent()) {
      disturb(operation, host(from), host(to));
    }
  }

  private void disturb(Operation.Directed operation, Host from, Host to) {
    Network network = world.network();
    if (operation instanceof Operation.Cut) {
      between(from, to).forEach(TcpConnection::cut);
    } else if (operation instanceof Operation.Break broken) {
      between(from, to).forEach(connection -> breakAt(connection, from, broken.silently()));
    } else if (operation instanceof Operation.BlackHole) {
      network.path(from, to).hold();
    } else if (operation instanceof Operation.Partition) {
      network.between(from, to, path -> path.hold());
    } else if (operation instanceof Operation.Heal) {
      network.between(from, to, path -> path.letGo());
    }
  }

  private void perform(Operation.Single operation, Participant at) {
    if (operation instanceof Operation.Restart restart) {
      at.stop(restart.silently(), restart.newNonce());
      later(restart.downMicros(), at::start);
    } else if (operation instanceof Operation.LoseConnections) {
      at.loseConnections();
    } else if (operation instanceof Operation.Rebind) {
      at.rebind();
    }
  }

  private List<TcpConnection> between(Host a, Host b) {
    return world.network().connections().stream()
        .filter(
            connection -> {
              Host dialler = connection.dialler().host();
              Host acceptor = connection.acceptor().host();
              return dialler == a && acceptor == b || dialler == b && acceptor == a;
            })
        .toList();
  }

  private static void breakAt(TcpConnection connection, Host host, boolean silently) {
    boolean isDialler = connection.dialler().host() == host;
    connection.breakAt(isDialler ? connection.dialler() : connection.acceptor(), silently);
  }

  private void heal() {
    world.log().add(() -> "* the network heals");
    calm = true;
    participants.values().forEach(Participant::start);
    participants.values().forEach(Simulation::unblock);
    world.network().letGo();
  }

  private void converge(String when) {
    if (!passUntil(convergence::isReached, patienceMs())) {
      throw new BrokenPromise("not delivered " + when + ": " + convergence.describe());
    }
  }

  /**
   * Returns how long it may take until everything has arrived: a dead connection is noticed, some
   * attempts are made in vain. One that was restarted makes as many in vain as were made before,
   * because it begins again to number them.
   */
  private long patienceMs() {
    Timeouts timeouts = plan.timeouts();
    long attemptMs = timeouts.backoff().maxMs() + timeouts.handshakeMs() / 5L;
    return 3L * (timeouts.idleMs() + timeouts.connectMs() + timeouts.handshakeMs())
        + (20L + ledger.attempts()) * attemptMs;
  }

  private void probe() {
    for (Line line : ledger.live()) {
      if (line.peer().isPresent() && !line.isOver() && !line.isClosing()) {
        participants
            .get(line.owner())
            .send(line, nextLetter(), Message.DEFAULT_PRIORITY, PROBE_BYTES);
      }
    }
  }

  private void end() {
    Timeouts timeouts = plan.timeouts();
    long limitMs = 3L * (timeouts.handshakeMs() + timeouts.closeMs() + timeouts.idleMs());
    if (!passUntil(this::nobodyIsAccepting, limitMs)) {
      throw new BrokenPromise("accepted connections never became ready, nor did they end");
    }
    if (plan.closes()) {
      participants.values().forEach(it -> it.lines().forEach(it::close));
      BooleanSupplier allOver =
          () -> participants.values().stream().allMatch(it -> it.lines().isEmpty());
      if (!passUntil(allOver, limitMs)) {
        throw new BrokenPromise("connections were closed, and went on");
      }
    }
  }

  private boolean nobodyIsAccepting() {
    return participants.values().stream()
        .flatMap(it -> it.lines().stream())
        .map(line -> line.connection().phase())
        .noneMatch(phase -> phase == Phase.ACCEPTING || phase == Phase.SERVER_WAIT);
  }

  private long nextLetter() {
    letters += 2;
    return letters;
  }

  private static Host host(Participant participant) {
    return participant.messenger().map(SimMessenger::host).orElseThrow();
  }

  private void later(int micros, Runnable action) {
    world.clock().after((long) micros * NANOS_PER_MICRO, action);
  }

  private void pass(long ms) {
    passUntil(() -> false, ms);
  }

  private boolean passUntil(BooleanSupplier condition, long limitMs) {
    return world.runUntil(
        () -> {
          if (world.clock().steps() > MAX_STEPS) {
            throw new BrokenPromise("it never ends");
          }
          return condition.getAsBoolean();
        },
        limitMs);
  }
}
