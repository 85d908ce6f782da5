// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.fault;

import io.msgr2.handshake.Interceptor.Action;
import io.msgr2.handshake.Interceptor.Point;
import io.msgr2.session.FaultPoints;
import io.msgr2.session.Session;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.stream.Collectors;

/**
 * Breaks the connections of a messenger at chosen points, once each, and counts what they go
 * through. One plan is for one messenger:
 *
 * <pre>{@code
 * FaultPlan plan = FaultPlan.parse("FAULT MESSAGE/W #3, BLOCK SESSION_RECONNECT/W");
 * // give it to the messenger, then do whatever the third message is to break
 * plan.assertCarriedOut();
 * }</pre>
 *
 * <p>Passes of a point are counted over all connections of the messenger together. A connection
 * that is blocked or stalled goes on when its transport is unblocked, which is up to the messenger
 * that the plan was given to. Safe for use by several threads.
 */
public final class FaultPlan implements FaultPoints {
  private final List<PlannedFault> planned;
  private final List<PlannedFault> done = new ArrayList<>();
  private final Map<Point, Integer> passes = new HashMap<>();
  private final Map<Session, ConnectionCounters> bySession = new WeakHashMap<>();
  private final List<ConnectionCounters> connections = new ArrayList<>();

  private FaultPlan(List<PlannedFault> planned) {
    this.planned = planned;
  }

  /** Returns a plan; without faults it only counts. */
  public static FaultPlan of(PlannedFault... planned) {
    return new FaultPlan(List.of(planned));
  }

  /**
   * Returns a plan of what is listed, separated by commas; see {@link PlannedFault#parse}.
   *
   * @throws IllegalArgumentException when the text has another form
   */
  public static FaultPlan parse(String text) {
    return new FaultPlan(
        Arrays.stream(text.split(","))
            .filter(one -> !one.isBlank())
            .map(PlannedFault::parse)
            .toList());
  }

  @Override
  public synchronized Action reached(Session session, Point point) {
    of(session).reached(point);
    int pass = passes.merge(point, 1, Integer::sum);
    Optional<PlannedFault> fault =
        planned.stream().filter(it -> it.point().equals(point) && it.pass() == pass).findFirst();
    fault.ifPresent(done::add);
    return fault.map(PlannedFault::action).orElse(Action.CONTINUE);
  }

  /** Returns the counters of a session's connection; a session not seen before begins one. */
  public synchronized ConnectionCounters of(Session session) {
    return bySession.computeIfAbsent(
        session,
        it -> {
          ConnectionCounters counters = new ConnectionCounters();
          connections.add(counters);
          return counters;
        });
  }

  /** Returns the counters of all connections, in the order in which those came into being. */
  public synchronized List<ConnectionCounters> connections() {
    return List.copyOf(connections);
  }

  /** Returns how often a point was reached. */
  public synchronized int passes(Point point) {
    return passes.getOrDefault(point, 0);
  }

  /** Returns how many of the planned faults have happened. */
  public synchronized int carriedOut() {
    return done.size();
  }

  /** Returns whether all planned faults have happened. */
  public synchronized boolean isCarriedOut() {
    return done.size() == planned.size();
  }

  /** Returns whether a planned block or stall has happened; it may have been lifted since. */
  public synchronized boolean hasHeld() {
    return done.stream().anyMatch(it -> it.action() != Action.FAULT);
  }

  /** Fails when a planned fault has not happened. */
  public synchronized void assertCarriedOut() {
    List<PlannedFault> missing = new ArrayList<>(planned);
    missing.removeAll(done);
    if (!missing.isEmpty()) {
      throw new AssertionError(
          missing.stream()
              .map(it -> it + ": reached " + passes(it.point()) + " times only")
              .collect(Collectors.joining(", ")));
    }
  }

  @Override
  public String toString() {
    return planned.isEmpty()
        ? "no faults"
        : planned.stream().map(PlannedFault::toString).collect(Collectors.joining(", "));
  }
}
