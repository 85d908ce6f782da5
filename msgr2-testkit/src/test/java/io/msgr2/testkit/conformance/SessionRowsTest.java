// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.conformance;

import io.msgr2.frame.Revision;
import io.msgr2.testkit.rig.Protection;
import io.msgr2.testkit.rig.World;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every row of the table of sessions, in every order and mode that it is for. */
@ExtendWith(ScenarioCount.class)
class SessionRowsTest {
  private static final List<Revision> REVISIONS = List.of(Revision.values());
  private static final int LOG_LINES = 200;
  private static final int BAD_NETWORKS = Integer.getInteger("msgr2.conformance.networks", 3);
  private static final long MAX_DELAY_NANOS = 5_000_000;
  private static final long SEED = Long.getLong("msgr2.seed", System.nanoTime());

  static {
    System.out.println("seed of the bad networks: -Dmsgr2.seed=" + SEED);
  }

  /** A row as it is run once. */
  record Run(Row row, Order order, Protection protection) {
    @Override
    public String toString() {
      return row + ", " + order + ", " + protection;
    }
  }

  static Stream<Run> runs() {
    List<Run> runs = new ArrayList<>();
    for (Row row : Table.parse(Texts.lines("sessions.txt"))) {
      for (Order order : row.orders()) {
        for (Protection protection : Protection.values()) {
          runs.add(new Run(row, order, protection));
        }
      }
    }
    return runs.stream();
  }

  @ParameterizedTest
  @MethodSource("runs")
  void comes_to_what_the_row_says(Run run) {
    carryOut(run, Revision.V2_1, run.toString().hashCode(), world -> {});
  }

  @ParameterizedTest
  @MethodSource("runs")
  void comes_to_the_same_when_everything_is_late_and_in_pieces(Run run) {
    for (int i = 0; i < BAD_NETWORKS; i++) {
      carryOut(run, REVISIONS.get(i % REVISIONS.size()), SEED + i, SessionRowsTest::makeBad);
    }
  }

  private static void makeBad(World world) {
    world
        .network()
        .paths(
            path ->
                path.delayNanos(() -> world.random().nextLong(MAX_DELAY_NANOS))
                    .slice(available -> 1 + world.random().nextInt(available)));
  }

  private static void carryOut(Run run, Revision revision, long seed, Consumer<World> network) {
    ScenarioCount.started(run.row.id());
    World world = new World(new SplittableRandom(seed));
    network.accept(world);
    Supplier<String> log = world.log().keepLast(LOG_LINES);
    try (world) {
      new RowRun(world, run.row, run.order, run.protection, revision).run(run.row);
    } catch (AssertionError e) {
      ScenarioCount.failed(run.row.id());
      throw new AssertionError(
          run + ", seed " + seed + ": " + e.getMessage() + "\n" + log.get(), e);
    }
  }
}
