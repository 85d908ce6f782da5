// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityAddress;
import io.msgr2.rados.mon.Hunt.Action;
import io.msgr2.rados.mon.Hunt.Action.Abandon;
import io.msgr2.rados.mon.Hunt.Action.Dial;
import io.msgr2.rados.mon.Hunt.Action.GiveUp;
import io.msgr2.rados.mon.Hunt.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HuntTest {
  private static final int EACCES = 13;
  private static final int ECONNREFUSED = 111;

  private final long seed = Long.getLong("msgr2.seed", System.nanoTime());
  private final SplittableRandom random = new SplittableRandom(seed);
  private Hunt hunt = new Hunt(settings(3), random);
  private long nowMillis = 1_000;
  private long lastAttempt;

  @Test
  void dials_at_most_as_many_at_once_as_configured() {
    assertThat(dialled(begin(mons(5)))).hasSize(3).doesNotHaveDuplicates();
    hunt = new Hunt(settings(0), random);
    assertThat(dialled(begin(mons(5)))).hasSize(5);
    hunt = new Hunt(settings(1), random);
    assertThat(dialled(begin(mons(5)))).hasSize(1);
  }

  @Test
  void ends_with_the_first_answer_and_abandons_the_others() {
    List<Dial> dials = dials(begin(mons(3)));

    List<Action> actions = hunt.answered(dials.get(1).attempt());

    assertThat(actions)
        .containsExactlyInAnyOrder(
            new Abandon(dials.get(0).attempt()), new Abandon(dials.get(2).attempt()));
    assertThat(hunt.isOn()).isFalse();
    assertThat(hunt.deadlineNanos()).isEmpty();
    assertThat(at(60_000)).isEmpty();
    assertThat(fail(dials.get(0))).isEmpty();
    assertThat(hunt.answered(dials.get(2).attempt())).isEmpty();
  }

  @Test
  void goes_on_with_the_untried_at_once_when_all_of_a_round_have_failed() {
    List<Dial> first = dials(begin(mons(5)));
    assertThat(fail(first.get(0))).isEmpty();
    assertThat(fail(first.get(1))).isEmpty();

    List<Dial> second = dials(fail(first.get(2)));

    assertThat(second).hasSize(2);
    Set<String> all = new HashSet<>();
    first.forEach(dial -> all.add(dial.candidate().name()));
    second.forEach(dial -> all.add(dial.candidate().name()));
    assertThat(all).containsExactlyInAnyOrder("mon.0", "mon.1", "mon.2", "mon.3", "mon.4");
  }

  @Test
  void pauses_to_the_end_of_the_interval_when_all_monitors_have_failed() {
    Dial only = dials(begin(mons(1))).get(0);
    assertThat(fail(only)).isEmpty();
    assertThat(hunt.isOn()).isTrue();

    assertThat(at(2_999)).isEmpty();
    List<Dial> again = dials(at(3_000));

    assertThat(again).hasSize(1);
    assertThat(again.get(0).attempt()).isNotEqualTo(only.attempt());
  }

  @Test
  void can_begin_with_a_pause() {
    assertThat(hunt.beginAfterPause(mons(1), nanos(nowMillis))).isEmpty();
    assertThat(hunt.isOn()).isTrue();

    assertThat(at(2_999)).isEmpty();
    assertThat(dials(at(3_000))).hasSize(1);
  }

  @Test
  void gives_up_those_that_stay_silent_and_goes_on() {
    List<Dial> first = dials(begin(mons(4)));

    List<Action> actions = at(3_000);

    assertThat(actions.subList(0, 3))
        .containsExactlyInAnyOrderElementsOf(
            first.stream().map(dial -> (Action) new Abandon(dial.attempt())).toList());
    List<Dial> second = dials(actions);
    assertThat(second).hasSize(1);
    assertThat(first).extracting(Dial::candidate).doesNotContain(second.get(0).candidate());
    assertThat(hunt.reasons())
        .contains(first.get(0).candidate() + ": no answer within 3000 ms")
        .contains(second.get(0).candidate() + ": no answer yet");
  }

  @Test
  void tries_monitors_of_a_smaller_priority_first() {
    Candidate far = mon(0, 20, 0);
    Candidate near = mon(1, 10, 0);
    Candidate farther = mon(2, 30, 0);

    List<Dial> dials = dials(begin(List.of(far, near, farther)));
    assertThat(dials).extracting(Dial::candidate).containsExactly(near);
    dials = dials(fail(dials.get(0)));
    assertThat(dials).extracting(Dial::candidate).containsExactly(far);
    dials = dials(fail(dials.get(0)));
    assertThat(dials).extracting(Dial::candidate).containsExactly(farther);
  }

  @Test
  void draws_evenly_without_weights_and_by_them_with() {
    assertThat(shares(mon(0, 0, 0), mon(1, 0, 0), mon(2, 0, 0)))
        .as("seed %s", seed)
        .allSatisfy((name, share) -> assertThat(share).isBetween(0.25, 0.42));
    assertThat(shares(mon(0, 0, 1), mon(1, 0, 8), mon(2, 0, 0)))
        .as("seed %s", seed)
        .hasEntrySatisfying("mon.1", share -> assertThat(share).isBetween(0.82, 0.95))
        .hasEntrySatisfying("mon.0", share -> assertThat(share).isBetween(0.05, 0.18))
        .doesNotContainKey("mon.2");
  }

  @Test
  void gives_up_when_the_only_answer_is_a_refusal() {
    Dial only = dials(begin(mons(1))).get(0);

    assertThat(refuse(only)).containsExactly(new GiveUp(EACCES));
    assertThat(hunt.isOn()).isFalse();
    assertThat(hunt.reasons()).isEqualTo(only.candidate() + ": refused");
  }

  @Test
  void waits_with_a_refusal_for_the_others_of_the_round_but_not_longer() {
    List<Dial> dials = dials(begin(mons(3)));
    assertThat(refuse(dials.get(0))).isEmpty();
    assertThat(fail(dials.get(1))).isEmpty();

    assertThat(at(3_000)).containsExactly(new Abandon(dials.get(2).attempt()), new GiveUp(EACCES));
  }

  @Test
  void forgives_a_refusal_when_another_monitor_of_the_round_answers() {
    List<Dial> dials = dials(begin(mons(2)));
    refuse(dials.get(0));

    assertThat(hunt.answered(dials.get(1).attempt())).isEmpty();
    assertThat(hunt.isOn()).isFalse();
  }

  @Test
  void takes_two_refusals_once_there_was_a_session() {
    hunt.answered(dials(begin(mons(1))).get(0).attempt());

    List<Dial> again = dials(refuse(dials(begin(mons(1))).get(0)));
    assertThat(again).hasSize(1);
    assertThat(refuse(again.get(0))).containsExactly(new GiveUp(EACCES));
  }

  @Test
  void dials_those_again_that_only_were_too_slow() {
    List<Dial> dials = dials(begin(mons(2)));
    hunt.failed(dials.get(0).attempt(), Verdict.TOO_SLOW, 125, "slow", nanos(nowMillis));

    List<Dial> again = dials(fail(dials.get(1)));

    assertThat(again).extracting(Dial::candidate).containsExactly(dials.get(0).candidate());
    assertThat(hunt.reasons()).doesNotContain("slow");
  }

  @Test
  void keeps_its_interval_until_there_was_a_session_then_grows_it_to_the_maximum() {
    begin(mons(1));
    for (int round = 0; round < 5; round++) {
      assertThat(interval()).isEqualTo(3_000);
      skipInterval();
    }
    hunt.answered(lastAttempt);

    begin(mons(1));
    double expected = 3_000;
    for (int round = 0; round < 10; round++) {
      expected = Math.min(30_000, expected * 1.5);
      assertThat(interval()).isEqualTo((long) expected);
      skipInterval();
    }
    assertThat(expected).isEqualTo(30_000);
  }

  @Test
  void shrinks_its_interval_while_all_is_calm() {
    begin(mons(1));
    hunt.answered(lastAttempt);
    begin(mons(1));
    skipInterval();
    assertThat(interval()).isEqualTo(6_750);
    hunt.answered(lastAttempt);
    hunt.calm();
    hunt.calm();
    hunt.calm();

    begin(mons(1));

    assertThat(interval()).isEqualTo(4_500);
  }

  @Test
  void stops_when_cancelled() {
    List<Dial> dials = dials(begin(mons(2)));

    assertThat(hunt.cancel()).hasSize(2);
    assertThat(at(60_000)).isEmpty();
    assertThat(fail(dials.get(0))).isEmpty();
  }

  @Test
  void names_the_place_only_once_while_monitors_have_no_names() {
    EntityAddress at = EntityAddress.parse("v2:127.0.0.1:3300/0");

    assertThat(new Candidate("v2:127.0.0.1:3300", at, 0, 0)).hasToString("v2:127.0.0.1:3300/0");
    assertThat(new Candidate("v2:localhost:3300", at, 0, 0))
        .hasToString("v2:localhost:3300 v2:127.0.0.1:3300/0");
    assertThat(new Candidate("mon.a", at, 0, 0)).hasToString("mon.a v2:127.0.0.1:3300/0");
  }

  private Map<String, Double> shares(Candidate... candidates) {
    hunt = new Hunt(settings(1), random);
    Map<String, Double> shares = new HashMap<>();
    int draws = 1_000;
    for (int draw = 0; draw < draws; draw++) {
      String name = dials(begin(List.of(candidates))).get(0).candidate().name();
      shares.merge(name, 1.0 / draws, Double::sum);
    }
    return shares;
  }

  private List<Action> begin(List<Candidate> candidates) {
    return noted(hunt.begin(candidates, nanos(nowMillis)));
  }

  private List<Action> at(long millisLater) {
    return noted(hunt.deadlinePassed(nanos(nowMillis + millisLater)));
  }

  private List<Action> fail(Dial dial) {
    return noted(
        hunt.failed(dial.attempt(), Verdict.TRY_OTHERS, ECONNREFUSED, "failed", nanos(nowMillis)));
  }

  private List<Action> refuse(Dial dial) {
    return noted(hunt.failed(dial.attempt(), Verdict.REFUSED, EACCES, "refused", nanos(nowMillis)));
  }

  private List<Action> noted(List<Action> actions) {
    dials(actions).forEach(dial -> lastAttempt = dial.attempt());
    return actions;
  }

  private long interval() {
    return hunt.deadlineNanos().orElseThrow() / 1_000_000 - nowMillis;
  }

  private void skipInterval() {
    nowMillis += interval() + 1;
    assertThat(dials(at(0))).hasSize(1);
  }

  private static List<Dial> dials(List<Action> actions) {
    return actions.stream()
        .flatMap(action -> action instanceof Dial dial ? List.of(dial).stream() : null)
        .toList();
  }

  private static List<String> dialled(List<Action> actions) {
    return dials(actions).stream().map(dial -> dial.candidate().name()).toList();
  }

  private static long nanos(long millis) {
    return millis * 1_000_000;
  }

  private static HuntSettings settings(int parallel) {
    return new HuntSettings(Duration.ofSeconds(3), parallel, 1.5, 1, 10);
  }

  private static List<Candidate> mons(int count) {
    List<Candidate> mons = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      mons.add(mon(i, 0, 0));
    }
    return mons;
  }

  private static Candidate mon(int number, int priority, int weight) {
    return new Candidate(
        "mon." + number, EntityAddress.parse("v2:192.0.2." + number + ":3300/0"), priority, weight);
  }
}
