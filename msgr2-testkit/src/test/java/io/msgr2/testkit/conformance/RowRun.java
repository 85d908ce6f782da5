// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.conformance;

import io.msgr2.frame.Revision;
import io.msgr2.testkit.fault.FaultPlan;
import io.msgr2.testkit.rig.MessengerSetup;
import io.msgr2.testkit.rig.Protection;
import io.msgr2.testkit.rig.World;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Carries out a row of the table, and compares. */
final class RowRun {
  private static final int LOW_PORT = 9013;
  private static final int HIGH_PORT = 9014;
  private static final long LIMIT_MS = 10_000;
  private static final long TRAILING_ACKS_MS = 50;
  private static final long PAUSE_MS = 100;

  /** Long enough for anything that should not happen, like another attempt, to happen. */
  private static final long QUIET_MS = 40_000;

  private record Sent(Side by, Arrival expected) {}

  private final World world;
  private final Map<Side, Party> parties = new EnumMap<>(Side.class);
  private final Map<Long, Sent> sent = new HashMap<>();

  RowRun(World world, Row row, Order order, Protection protection, Revision revision) {
    this.world = world;
    UnaryOperator<MessengerSetup> wire = setup -> setup.protection(protection).revision(revision);
    int ofP = order == Order.T_ABOVE_P ? LOW_PORT : HIGH_PORT;
    int ofT = LOW_PORT + HIGH_PORT - ofP;
    parties.put(Side.P, party(row, Side.P, "osd.4", ofP, FaultPlan.of(), wire));
    parties.put(Side.T, party(row, Side.T, "osd.2", ofT, FaultPlan.parse(row.plan()), wire));
  }

  void run(Row row) {
    for (var chapters = row.chapters().iterator(); chapters.hasNext(); ) {
      Row.Chapter chapter = chapters.next();
      chapter.steps().forEach(step -> carryOut(step, chapter));
      await(
          "what holds at the end",
          () -> differences(chapter).isEmpty(),
          () -> differences(chapter));
      if (!chapters.hasNext()) {
        world.run(QUIET_MS);
      }
      fail(differences(chapter));
    }
    t().plan().assertCarriedOut();
  }

  private void carryOut(Step step, Row.Chapter chapter) {
    if (step instanceof Step.Dial it) {
      of(it.side()).dial(of(it.side() == Side.T ? Side.P : Side.T));
    } else if (step instanceof Step.Send it) {
      send(it.side(), chapter.arrivals().get(it.side()));
    } else if (step instanceof Step.SendInVain it) {
      send(it.side(), Arrival.NEVER);
    } else if (step instanceof Step.Down it) {
      world.run(TRAILING_ACKS_MS);
      of(it.side()).markDown();
      world.run(PAUSE_MS);
    } else if (step instanceof Step.Restart it) {
      of(it.side()).restart(it.sameNonce());
    } else if (step instanceof Step.Broken) {
      await("planned faults", t().plan()::isCarriedOut, List::of);
    } else if (step instanceof Step.Pause) {
      world.run(PAUSE_MS);
    } else if (step instanceof Step.Blocked) {
      await("a block", t().plan()::hasHeld, List::of);
      // What it holds up at the other side takes its time.
      world.run(1);
    } else if (step instanceof Step.Unblock) {
      t().messenger().unblock();
    } else if (step instanceof Step.Settle) {
      await("all messages", () -> missing().isEmpty(), this::missing);
    } else if (step instanceof Step.Replaced it) {
      await("replaced", () -> replaced() == it.connections(), () -> t().standings());
    } else if (step instanceof Step.End it) {
      await("the end", () -> isAtEnd(it.connections()), () -> t().standings());
    }
  }

  private void send(Side by, Arrival expected) {
    if (expected == null) {
      throw new IllegalArgumentException(by + " sends, but the row does not say what arrives");
    }
    long tid = sent.size() + 1L;
    sent.put(tid, new Sent(by, expected));
    of(by).send(tid);
  }

  private boolean isAtEnd(int connections) {
    return t().connections().size() == connections
        && t().connections().stream()
            .map(Standing.State::of)
            .allMatch(state -> state != Standing.State.UNSETTLED)
        && missing().isEmpty();
  }

  private long replaced() {
    return t().connections().stream()
        .filter(it -> Standing.State.of(it) == Standing.State.REPLACED)
        .count();
  }

  /** Returns what should have arrived and has not. */
  private List<String> missing() {
    List<String> missing = new ArrayList<>();
    sent.forEach(
        (tid, it) -> {
          if (it.expected == Arrival.ONCE && receiver(it.by).received(tid) == 0) {
            missing.add("message " + tid + " of " + it.by);
          }
        });
    return missing;
  }

  private List<String> differences(Row.Chapter chapter) {
    List<String> differences = new ArrayList<>();
    for (Side side : Side.values()) {
      Party party = of(side);
      party.complaints().forEach(complaint -> differences.add(side + ": " + complaint));
      compare(side, chapter.standings().get(side), party.standings(), differences);
    }
    sent.forEach(
        (tid, it) -> {
          int times = receiver(it.by).received(tid);
          boolean good =
              switch (it.expected) {
                case ONCE -> times == 1;
                case AT_MOST_ONCE -> times <= 1;
                case NEVER -> times == 0;
              };
          if (!good) {
            differences.add("message " + tid + " of " + it.by + " arrived " + times + " times");
          }
        });
    return differences;
  }

  private static void compare(
      Side side, List<Standing> expected, List<String> actual, List<String> differences) {
    boolean same = expected.size() == actual.size();
    for (int i = 0; same && i < expected.size(); i++) {
      same = expected.get(i).describes(actual.get(i));
    }
    if (!same) {
      differences.add(side + " expected " + expected + "\n  " + side + " got      " + actual);
    }
  }

  private void await(String what, BooleanSupplier condition, Supplier<List<String>> state) {
    if (!world.runUntil(condition, LIMIT_MS)) {
      throw new AssertionError(
          "no " + what + " within " + LIMIT_MS + " ms:\n  " + String.join("\n  ", state.get()));
    }
  }

  private static void fail(List<String> differences) {
    if (!differences.isEmpty()) {
      throw new AssertionError(String.join("\n  ", differences));
    }
  }

  private Party receiver(Side sender) {
    return of(sender == Side.T ? Side.P : Side.T);
  }

  private Party of(Side side) {
    return parties.get(side);
  }

  private Party t() {
    return of(Side.T);
  }

  private Party party(
      Row row,
      Side side,
      String name,
      int port,
      FaultPlan plan,
      UnaryOperator<MessengerSetup> wire) {
    LongFunction<MessengerSetup> setup =
        nonce ->
            wire.apply(
                MessengerSetup.of(name)
                    .bind("v2:127.0.0.1:" + port + "/" + nonce)
                    .policy(row.policies().get(side)));
    return new Party(world, setup, plan);
  }
}
