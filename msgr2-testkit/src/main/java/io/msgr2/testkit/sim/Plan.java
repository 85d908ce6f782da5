// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.sim;

import io.msgr2.session.Policy;
import io.msgr2.session.Timeouts;
import io.msgr2.testkit.rig.Protection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All that a run of the simulator consists of. Together with the seed, from which the network and
 * the messengers draw, it makes a run repeatable.
 *
 * @param endpoints the messengers
 * @param links which of them talk to each other, and how
 * @param weather how bad the network is
 * @param mishapOneIn at how many fault points something goes wrong once, on average; 0 for none
 * @param replyOneIn of how many messages one is answered, on average; 0 for none
 * @param rests whether connections are left alone, after everything, until they time out
 * @param closes whether connections are closed in the end, or just marked down
 * @param steps what is done
 */
record Plan(
    long seed,
    List<Endpoint> endpoints,
    List<Link> links,
    Protection protection,
    Timeouts timeouts,
    Weather weather,
    int mishapOneIn,
    int replyOneIn,
    boolean rests,
    boolean closes,
    List<Step> steps) {

  Plan withSteps(List<Step> newSteps) {
    return new Plan(
        seed,
        endpoints,
        links,
        protection,
        timeouts,
        weather,
        mishapOneIn,
        replyOneIn,
        rests,
        closes,
        List.copyOf(newSteps));
  }

  /** Returns the same without what is not needed for its steps. */
  Plan withoutIdle() {
    List<Endpoint> needed =
        endpoints.stream()
            .filter(it -> steps.stream().anyMatch(step -> step.operation().concerns(it.index())))
            .toList();
    return new Plan(
        seed,
        needed,
        links.stream().filter(link -> has(needed, link.a()) && has(needed, link.b())).toList(),
        protection,
        timeouts,
        weather,
        mishapOneIn,
        replyOneIn,
        rests,
        closes,
        steps);
  }

  /** Returns how two messengers talk to each other, if they do. */
  Optional<Link> link(int a, int b) {
    return links.stream().filter(link -> link.joins(a, b)).findFirst();
  }

  /** Returns how one messenger treats sessions with another one. */
  Policy policy(int at, int peer) {
    return link(at, peer).orElseThrow().at(at);
  }

  /** Returns everything, line by line. */
  @Override
  public String toString() {
    String between =
        links.stream()
            .map(link -> "  " + link.a() + " - " + link.b() + ": " + link + "\n")
            .collect(Collectors.joining());
    return "  "
        + endpoints.stream().map(Endpoint::toString).collect(Collectors.joining("\n  "))
        + "\n"
        + between
        + ("  " + protection + ", " + weather + "\n")
        + ("  " + timeouts + "\n")
        + ("  mishapOneIn=" + mishapOneIn + ", replyOneIn=" + replyOneIn)
        + (", rests=" + rests + ", closes=" + closes + "\n")
        + steps.stream().map(Step::toString).collect(Collectors.joining("\n"));
  }

  private static boolean has(List<Endpoint> endpoints, int index) {
    return endpoints.stream().anyMatch(endpoint -> endpoint.index() == index);
  }
}
