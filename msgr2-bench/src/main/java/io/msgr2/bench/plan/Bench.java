// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.msgr2.bench.peers.Jdk;
import io.msgr2.bench.peers.Peers;
import io.msgr2.bench.peers.Shape;
import io.msgr2.bench.plan.Group.Entry;
import io.msgr2.bench.report.Cell;
import io.msgr2.bench.report.Check;
import io.msgr2.bench.report.Report;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures one section after the other. */
final class Bench {
  private static final int WARMUP_TURNS = 3;
  private static final int MAX_WARMUP_TURNS = 12;
  private static final double STILL_FASTER = 1.05;

  // Compilers count calls. One request at a time makes so few that the rate of half-compiled code
  // stays the same for seconds.
  private static final long COMPILED_AFTER_REQUESTS = 200_000;

  private final Settings settings;
  private final Progress progress;
  private final List<String> failures = new ArrayList<>();

  Bench(Settings settings, Progress progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /** Returns what could not be measured. */
  List<String> failures() {
    return failures;
  }

  Report.Section measure(SectionPlan plan) throws InterruptedException {
    List<Report.Row> rows = new ArrayList<>();
    for (Group group : plan.groups()) {
      for (Jdk jdk : settings.jdks()) {
        rows.add(row(group, jdk));
      }
    }
    return new Report.Section(plan.id(), plan.title(), plan.note(), rows);
  }

  private Report.Row row(Group group, Jdk jdk) throws InterruptedException {
    Map<Entry, Peers> peers = new LinkedHashMap<>();
    Map<Entry, List<JsonNode>> measured = new LinkedHashMap<>();
    try {
      for (Entry entry : group.entries()) {
        start(entry, jdk, peers, group);
      }
      for (int round = 1; round <= settings.rounds(); round++) {
        for (Entry entry : List.copyOf(peers.keySet())) {
          String where = group.title() + ", " + jdk.title() + ", round " + round;
          turn(entry, peers, measured, where, group);
        }
      }
    } finally {
      peers.values().forEach(Peers::close);
    }
    return new Report.Row(group.title(), jdk.title(), cells(group, measured));
  }

  private void start(Entry entry, Jdk jdk, Map<Entry, Peers> peers, Group group)
      throws InterruptedException {
    try {
      peers.put(entry, entry.contender().start(entry.shape(), jdk));
      if (entry.contender().warmsUp() && settings.warmupSeconds() > 0) {
        progress.say(group.title() + ", " + jdk.title() + ": " + entry.title() + " warms up");
        warmUp(peers.get(entry), entry.shape());
      }
    } catch (IOException e) {
      fail(entry, peers, group, e);
    }
  }

  /** As long as was asked for, and longer for few requests, or while that makes it faster. */
  private void warmUp(Peers peers, Shape shape) throws IOException, InterruptedException {
    double seconds = settings.warmupSeconds() / WARMUP_TURNS;
    long missing = shape.isBulk() ? 0 : COMPILED_AFTER_REQUESTS;
    double best = 0;
    for (int turn = 1; turn <= MAX_WARMUP_TURNS; turn++) {
      JsonNode result = peers.turn(seconds);
      double speed = result.path("requestsPerSecond").asDouble();
      missing -= result.path("requests").asLong();
      if (turn >= WARMUP_TURNS && missing <= 0 && speed < best * STILL_FASTER) {
        return;
      }
      best = Math.max(best, speed);
    }
  }

  private void turn(
      Entry entry,
      Map<Entry, Peers> peers,
      Map<Entry, List<JsonNode>> measured,
      String where,
      Group group)
      throws InterruptedException {
    try {
      JsonNode result = peers.get(entry).turn(settings.seconds());
      measured.computeIfAbsent(entry, e -> new ArrayList<>()).add(result);
      String figure = group.figure().format(group.figure().of(result));
      progress.say(where + ": " + entry.title() + " " + figure);
    } catch (IOException e) {
      fail(entry, peers, group, e);
    }
  }

  private void fail(Entry entry, Map<Entry, Peers> peers, Group group, IOException why) {
    String failure = group.title() + ": " + entry.title() + ": " + why.getMessage();
    failures.add(failure);
    progress.say(failure);
    Peers failed = peers.remove(entry);
    if (failed != null) {
      failed.close();
    }
  }

  private static List<Cell> cells(Group group, Map<Entry, List<JsonNode>> measured) {
    Map<String, Double> medians = new LinkedHashMap<>();
    measured.forEach(
        (entry, rounds) -> medians.put(entry.column(), bare(group, entry, rounds).median()));
    List<Cell> cells = new ArrayList<>();
    measured.forEach(
        (entry, rounds) -> {
          Cell bare = bare(group, entry, rounds);
          Map<String, Double> ratios = new LinkedHashMap<>();
          for (String base : group.bases()) {
            if (medians.containsKey(base)) {
              ratios.put(base, bare.median() / medians.get(base));
            }
          }
          cells.add(
              new Cell(
                  bare.column(),
                  bare.title(),
                  bare.figure(),
                  rounds,
                  ratios,
                  verdicts(entry.checks(), bare.median(), medians)));
        });
    return cells;
  }

  private static Cell bare(Group group, Entry entry, List<JsonNode> rounds) {
    return new Cell(entry.column(), entry.title(), group.figure(), rounds, Map.of(), List.of());
  }

  private static List<Cell.Verdict> verdicts(
      List<Check> checks, double median, Map<String, Double> medians) {
    return checks.stream()
        .filter(check -> check.against().isEmpty() || medians.containsKey(check.against()))
        .map(check -> new Cell.Verdict(check, median / medians.getOrDefault(check.against(), 1.0)))
        .toList();
  }
}
