// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Decides which monitors to dial, and when, until one of them answers. Like Ceph's own client it
 * goes in rounds: each dials a few monitors at once, picked at random among those of the smallest
 * priority that this sweep has not tried yet, and gives them an interval to answer.
 *
 * <ul>
 *   <li>A round in which all have failed ends at once, unless it was the last of its sweep: then
 *       the rest of the interval is a pause, so that nobody dials in a busy loop.
 *   <li>A round that ends with a refusal that concerns this client, and not one monitor, ends the
 *       hunt: the monitors share what they know of keys. After a session was lost it takes two.
 * </ul>
 *
 * <p>What happens is passed in, with the time; what to do comes out. There is no clock, no thread
 * and no connection here. Not safe for use by several threads.
 */
final class Hunt {
  /** What the caller has to do. */
  sealed interface Action {
    /**
     * Dial a monitor.
     *
     * @param attempt the number to report this by
     */
    record Dial(long attempt, Candidate candidate) implements Action {}

    /** Close a connection, or stop to make one; nothing about it needs to be reported any more. */
    record Abandon(long attempt) implements Action {}

    /**
     * Stop hunting: there is no use in it.
     *
     * @param errno the positive Linux error number that Ceph's own tools would report
     */
    record GiveUp(int errno) implements Action {}
  }

  /** What the failure of one attempt means for the others. */
  enum Verdict {
    /** Another monitor may answer. */
    TRY_OTHERS,
    /** The other monitors would say the same. */
    REFUSED,
    /** It did not come to an end, because another monitor was faster. */
    TOO_SLOW
  }

  /** A monitor's turn in a round. */
  private record Attempt(long number, Candidate candidate) {}

  private final HuntSettings settings;
  private final RandomGenerator random;

  private List<Candidate> candidates = List.of();
  private final Set<Candidate> tried = new HashSet<>();
  private final Map<Long, Attempt> pending = new LinkedHashMap<>();
  private final Map<Candidate, String> reasons = new LinkedHashMap<>();
  private int refusedWith;
  private int refusedRounds;
  private long attempts;
  private double multiple = 1;
  private boolean hadSession;
  private OptionalLong deadlineNanos = OptionalLong.empty();

  /**
   * @param random picks the monitors
   */
  Hunt(HuntSettings settings, RandomGenerator random) {
    this.settings = settings;
    this.random = random;
  }

  /**
   * Starts to hunt, or starts over.
   *
   * @param newCandidates the monitors, at least one
   */
  List<Action> begin(List<Candidate> newCandidates, long nowNanos) {
    List<Action> actions = startOver(newCandidates);
    nextRound(nowNanos, actions);
    return actions;
  }

  /**
   * Starts to hunt after a pause of one interval: a monitor that was found and lost at once must
   * not be dialled in a busy loop.
   *
   * @param newCandidates the monitors, at least one
   */
  List<Action> beginAfterPause(List<Candidate> newCandidates, long nowNanos) {
    List<Action> actions = startOver(newCandidates);
    deadlineNanos = OptionalLong.of(nowNanos + intervalNanos());
    return actions;
  }

  /** Returns whether the hunt is on. */
  boolean isOn() {
    return deadlineNanos.isPresent();
  }

  /** Returns when {@link #deadlinePassed} is to be called, if the hunt is on. */
  OptionalLong deadlineNanos() {
    return deadlineNanos;
  }

  /** Returns the monitor of an attempt that is under way. */
  Candidate candidate(long attempt) {
    return pending.get(attempt).candidate();
  }

  /** A monitor answered: the hunt is over, all other attempts are given up. */
  List<Action> answered(long attempt) {
    if (pending.remove(attempt) == null) {
      return List.of();
    }
    hadSession = true;
    calm();
    stop();
    return abandonPending();
  }

  /**
   * An attempt failed.
   *
   * @param errno the positive Linux error number that Ceph's own tools would report
   * @param reason why, for an operator to read
   */
  List<Action> failed(long attempt, Verdict verdict, int errno, String reason, long nowNanos) {
    Attempt failed = pending.remove(attempt);
    if (failed == null) {
      return List.of();
    }
    switch (verdict) {
      case TRY_OTHERS -> reasons.put(failed.candidate(), reason);
      case REFUSED -> {
        reasons.put(failed.candidate(), reason);
        refusedWith = errno;
      }
      case TOO_SLOW -> tried.remove(failed.candidate());
    }
    List<Action> actions = new ArrayList<>();
    boolean pause = refusedWith == 0 && untried().isEmpty();
    if (pending.isEmpty() && !pause) {
      endRound(nowNanos, actions);
    }
    return actions;
  }

  /** The deadline passed: those that have not answered are given up. */
  List<Action> deadlinePassed(long nowNanos) {
    if (deadlineNanos.isEmpty() || nowNanos - deadlineNanos.getAsLong() < 0) {
      return List.of();
    }
    String reason = "no answer within " + intervalNanos() / 1_000_000 + " ms";
    pending.values().forEach(attempt -> reasons.put(attempt.candidate(), reason));
    List<Action> actions = abandonPending();
    endRound(nowNanos, actions);
    return actions;
  }

  /** Stops hunting; what is under way is given up. */
  List<Action> cancel() {
    stop();
    return abandonPending();
  }

  /** A session has lasted a while: the next hunt may begin with a shorter interval. */
  void calm() {
    multiple = Math.max(settings.minMultiple(), multiple / settings.backoff());
  }

  /** Returns, for every monitor that was tried since the hunt began, why it did not answer. */
  String reasons() {
    Map<Candidate, String> all = new LinkedHashMap<>(reasons);
    pending.values().forEach(attempt -> all.putIfAbsent(attempt.candidate(), "no answer yet"));
    return all.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue())
        .collect(Collectors.joining("; "));
  }

  private List<Action> startOver(List<Candidate> newCandidates) {
    candidates = List.copyOf(newCandidates);
    tried.clear();
    reasons.clear();
    refusedRounds = 0;
    refusedWith = 0;
    return abandonPending();
  }

  private void endRound(long nowNanos, List<Action> actions) {
    if (refusedWith != 0 && ++refusedRounds >= refusalsToEnd()) {
      actions.add(new Action.GiveUp(refusedWith));
      stop();
    } else {
      nextRound(nowNanos, actions);
    }
  }

  /**
   * Who had a session shows its old ticket, and that may be what a monitor does not accept; the
   * next attempt does without.
   */
  private int refusalsToEnd() {
    return hadSession ? 2 : 1;
  }

  private void nextRound(long nowNanos, List<Action> actions) {
    if (untried().isEmpty()) {
      tried.clear();
    }
    if (hadSession) {
      multiple = Math.min(settings.maxMultiple(), multiple * settings.backoff());
    }
    refusedWith = 0;
    deadlineNanos = OptionalLong.of(nowNanos + intervalNanos());
    for (Candidate candidate : pick()) {
      tried.add(candidate);
      Attempt attempt = new Attempt(++attempts, candidate);
      pending.put(attempt.number(), attempt);
      actions.add(new Action.Dial(attempt.number(), candidate));
    }
  }

  private List<Candidate> pick() {
    List<Candidate> untried = untried();
    int first = untried.stream().mapToInt(Candidate::priority).min().orElseThrow();
    Map<Candidate, Double> order = new LinkedHashMap<>();
    boolean weighted = untried.stream().anyMatch(candidate -> candidate.weight() > 0);
    for (Candidate candidate : untried) {
      if (candidate.priority() == first) {
        order.put(candidate, arrival(weighted ? candidate.weight() : 1));
      }
    }
    int limit = settings.parallel() == 0 ? order.size() : settings.parallel();
    return order.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
        .limit(limit)
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * Returns when something that happens {@code weight} times per unit of time happens next. To sort
   * by such numbers is to draw without replacement, each with the odds of its weight.
   */
  private double arrival(int weight) {
    return -Math.log(1 - random.nextDouble()) / weight;
  }

  private List<Candidate> untried() {
    return candidates.stream().filter(candidate -> !tried.contains(candidate)).toList();
  }

  private long intervalNanos() {
    return (long) (settings.interval().toNanos() * multiple);
  }

  private void stop() {
    deadlineNanos = OptionalLong.empty();
  }

  private List<Action> abandonPending() {
    List<Action> actions = new ArrayList<>();
    pending.keySet().forEach(attempt -> actions.add(new Action.Abandon(attempt)));
    pending.clear();
    return actions;
  }
}
