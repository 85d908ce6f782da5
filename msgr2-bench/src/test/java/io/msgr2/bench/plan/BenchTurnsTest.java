// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.msgr2.bench.peers.Contender;
import io.msgr2.bench.peers.Jdk;
import io.msgr2.bench.peers.Peers;
import io.msgr2.bench.peers.Shape;
import io.msgr2.bench.plan.Group.Entry;
import io.msgr2.bench.report.Cell;
import io.msgr2.bench.report.Check;
import io.msgr2.bench.report.Figure;
import io.msgr2.bench.report.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchTurnsTest {
  private final List<String> log = new ArrayList<>();

  /** Moves no bytes, but says how fast it would have been; fails when it has no more to say. */
  private static final class Scripted implements Contender {
    private final String id;
    private final List<Integer> speeds;
    private final int requests;
    private final List<String> log;

    Scripted(String id, List<Integer> speeds, List<String> log) {
      this(id, speeds, 1_000_000, log);
    }

    Scripted(String id, List<Integer> speeds, int requests, List<String> log) {
      this.id = id;
      this.speeds = speeds;
      this.requests = requests;
      this.log = log;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public String title() {
      return "the " + id;
    }

    @Override
    public Peers start(Shape shape, Jdk jdk) {
      Iterator<Integer> left = speeds.iterator();
      return new Peers() {
        @Override
        public ObjectNode turn(double seconds) throws IOException {
          if (!left.hasNext()) {
            throw new IOException("out of breath");
          }
          log.add(id + " " + seconds);
          return new ObjectMapper()
              .createObjectNode()
              .put("requestsPerSecond", left.next())
              .put("requests", requests);
        }

        @Override
        public void close() {
          log.add(id + " ends");
        }
      };
    }
  }

  @Test
  void warms_each_up_until_it_becomes_no_faster_and_lets_them_take_turns() throws Exception {
    Report.Row row =
        row(new Scripted("a", List.of(1, 2, 4, 8, 8, 10, 30, 20), log), b(5, 5, 5, 40, 60, 50));
    assertThat(log)
        .containsExactly(
            "a 1.0", "a 1.0", "a 1.0", "a 1.0", "a 1.0", "b 1.0", "b 1.0", "b 1.0", "a 0.5",
            "b 0.5", "a 0.5", "b 0.5", "a 0.5", "b 0.5", "a ends", "b ends");
    Cell a = row.cells().get(0);
    assertThat(a.median()).isEqualTo(20);
    assertThat(a.ratios()).containsExactly(Map.entry("a", 1.0));
    Cell b = row.cells().get(1);
    assertThat(b.median()).isEqualTo(50);
    assertThat(b.ratios()).containsExactly(Map.entry("a", 2.5));
    assertThat(b.verdicts())
        .containsExactly(
            new Cell.Verdict(Check.ratio("a", 2), 2.5), new Cell.Verdict(Check.atLeast(60), 50));
    assertThat(b.isMissed()).isTrue();
  }

  @Test
  void warms_longer_what_makes_few_requests() throws Exception {
    List<Integer> speeds = List.of(5, 5, 5, 5, 5, 5, 7, 7, 7);
    row(new Scripted("a", speeds, 40_000, log), b(1, 1, 1, 10, 30, 20));
    assertThat(log.stream().filter("a 1.0"::equals)).hasSize(5);
  }

  @Test
  void goes_on_without_one_that_fails() throws Exception {
    Bench bench = bench();
    Report.Row row =
        row(bench, new Scripted("a", List.of(1, 1, 1, 7), log), b(1, 1, 1, 10, 30, 20));
    assertThat(bench.failures()).containsExactly("the group: the a: out of breath");
    assertThat(row.cells().stream().map(Cell::column)).containsExactly("a", "b");
    assertThat(row.cells().get(0).rounds()).hasSize(1);
    assertThat(row.cells().get(1).rounds()).hasSize(3);
    assertThat(log.stream().filter(line -> line.endsWith("ends"))).hasSize(2);
  }

  private Contender b(Integer... speeds) {
    return new Scripted("b", List.of(speeds), log);
  }

  private Report.Row row(Contender a, Contender b) throws InterruptedException {
    return row(bench(), a, b);
  }

  private static Report.Row row(Bench bench, Contender a, Contender b) throws InterruptedException {
    Shape shape = new Shape(64, 1, 1);
    Group group =
        new Group(
            "group",
            "the group",
            Figure.REQUESTS,
            List.of("missing", "a"),
            List.of(
                Entry.of(a, shape), Entry.of(b, shape, Check.ratio("a", 2), Check.atLeast(60))));
    return bench.measure(new SectionPlan("s", "s", "s", List.of(group))).rows().get(0);
  }

  private static Bench bench() {
    Settings settings = new Settings(List.of(Jdk.own()), 3, 3, 0.5);
    return new Bench(settings, new Progress(new PrintWriter(new StringWriter()), 1));
  }
}
