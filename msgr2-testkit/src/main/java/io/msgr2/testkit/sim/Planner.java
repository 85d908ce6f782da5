// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.sim;

import io.msgr2.frame.Revision;
import io.msgr2.session.Backoff;
import io.msgr2.session.Message;
import io.msgr2.session.Policy;
import io.msgr2.session.Timeouts;
import io.msgr2.testkit.rig.Protection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Makes plans up. */
final class Planner {
  private static final int[] PRIORITIES = {
    Message.DEFAULT_PRIORITY, Message.DEFAULT_PRIORITY, 63, 196, Message.HIGHEST_PRIORITY, 0
  };
  private static final int MICROS_PER_MS = 1000;

  private final long seed;
  private final Random random;

  private Planner(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
  }

  /** Returns the plan of a seed. */
  static Plan plan(long seed) {
    return new Planner(seed).plan();
  }

  private Plan plan() {
    List<Endpoint> endpoints = endpoints();
    List<Link> links = links(endpoints);
    Weather weather = weather();
    return new Plan(
        seed,
        endpoints,
        links,
        oneIn(5) ? Protection.SECURE : Protection.CRC,
        timeouts(weather),
        weather,
        oneIn(3) ? between(30, 1000) : 0,
        oneIn(3) ? 0 : between(1, 6),
        oneIn(3),
        oneIn(3),
        links.isEmpty() ? List.of() : steps(endpoints, links));
  }

  private List<Endpoint> endpoints() {
    int count = oneIn(2) ? 2 : between(2, Endpoint.MAX);
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ports.add(6800 + 256 * i + between(0, 255));
    }
    Collections.shuffle(ports, random);
    List<Endpoint> endpoints = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean accepts = i == 0 || !oneIn(4);
      // Those that do not accept are told from each other by nothing else.
      long nonce = (oneIn(2) ? 0 : between(1, 1 << 24)) * Endpoint.NONCE_STEP + i;
      Revision revision = oneIn(5) ? Revision.V2_0 : Revision.V2_1;
      endpoints.add(new Endpoint(i, accepts, ports.get(i), nonce, revision));
    }
    return endpoints;
  }

  private List<Link> links(List<Endpoint> endpoints) {
    List<Link> links = new ArrayList<>();
    for (int a = 0; a < endpoints.size(); a++) {
      for (int b = a + 1; b < endpoints.size(); b++) {
        boolean aAccepts = endpoints.get(a).accepts();
        boolean bAccepts = endpoints.get(b).accepts();
        if (aAccepts && (!bAccepts || oneIn(2))) {
          links.add(link(b, a));
        } else if (bAccepts) {
          links.add(link(a, b));
        }
      }
    }
    return links;
  }

  /** Returns policies that go together, for one that dials and one that need not. */
  private Link link(int dialler, int other) {
    Policy resets = Policy.losslessClient();
    Policy atDialler =
        switch (between(0, 11)) {
          case 0, 1 -> Policy.lossyClient().givingUpAfterMs(patience());
          case 2, 3, 4 -> resets;
          case 5, 6, 7 -> Policy.losslessPeer();
          case 8, 9 -> Policy.losslessPeerReuse();
          case 10 -> resets.givingUpAfterMs(between(0, 2000));
          default -> Policy.losslessPeer().givingUpAfterMs(between(0, 2000));
        };
    return new Link(dialler, other, atDialler, answering(atDialler));
  }

  private Policy answering(Policy dialler) {
    Policy stateless = oneIn(2) ? Policy.statelessServer() : Policy.statelessRegisteredServer();
    if (dialler.lossy()) {
      return stateless;
    }
    if (!dialler.standby()) {
      return switch (between(0, 5)) {
        case 0 -> stateless;
        case 1 -> Policy.losslessClient();
        case 2 -> Policy.losslessPeer();
        default -> Policy.statefulServer();
      };
    }
    return oneIn(8)
        ? oneIn(2) ? Policy.losslessPeer() : Policy.losslessPeerReuse()
        : dialler.givingUpAfterMs(Policy.NEVER);
  }

  private long patience() {
    return switch (between(0, 2)) {
      case 0 -> 0;
      case 1 -> between(1, 2000);
      default -> Policy.NEVER;
    };
  }

  private Weather weather() {
    int min = oneIn(2) ? 50 : between(10, 3000);
    int max = oneIn(3) ? min : min + between(1, 20_000);
    int slicing =
        switch (between(0, 3)) {
          case 0 -> between(1, 64);
          case 1 -> between(64, 4096);
          default -> 0;
        };
    return new Weather(min, max, slicing, oneIn(3) ? between(20, 1000) : 0);
  }

  /** A handshake must be possible: it takes a dozen times the delay. */
  private Timeouts timeouts(Weather weather) {
    int slowMs = 1 + weather.maxDelayMicros() / MICROS_PER_MS;
    int initialMs = between(1, 100);
    Backoff backoff =
        new Backoff(initialMs, between(initialMs, 1500), oneIn(4) ? 0 : random.nextDouble());
    return new Timeouts(
        20 * slowMs + between(1, 1000),
        50 * slowMs + between(1, 2000),
        50 * slowMs + between(1, oneIn(2) ? 500 : 30_000),
        50 * slowMs + between(1, 1000),
        backoff);
  }

  private List<Step> steps(List<Endpoint> endpoints, List<Link> links) {
    int[] weights = weights();
    int meanGapMicros = 1 << between(6, 16);
    int count = between(3, oneIn(4) ? 100 : 30);
    List<Step> steps = new ArrayList<>();
    int atMicros = 0;
    for (int i = 0; i < count; i++) {
      Link link = links.get(random.nextInt(links.size()));
      boolean forward = oneIn(2);
      int from = forward ? link.a() : link.b();
      int to = forward ? link.b() : link.a();
      int at = random.nextInt(endpoints.size());
      // Much that goes wrong needs two things at the same time.
      atMicros +=
          oneIn(3) ? 0 : (int) Math.round(-Math.log(1 - random.nextDouble()) * meanGapMicros);
      int burst = oneIn(4) ? between(2, 8) : 1;
      int what = draw(weights);
      for (int n = 0; n < (what == 0 ? burst : 1); n++) {
        steps.add(new Step(atMicros, operation(what, from, to, at)));
      }
    }
    return steps;
  }

  /** Each plan does only some of what can be done, so that each thing also happens undisturbed. */
  private int[] weights() {
    int[] weights = {50, 8, 5, 5, 3, 8, 4, 4, 8, 6, 3, 2, 6};
    for (int i = 1; i < weights.length; i++) {
      if (oneIn(2)) {
        weights[i] = 0;
      } else if (oneIn(4)) {
        weights[i] *= 4;
      }
    }
    return weights;
  }

  private int draw(int[] weights) {
    int sum = 0;
    for (int weight : weights) {
      sum += weight;
    }
    int left = random.nextInt(sum);
    int i = 0;
    while (left >= weights[i]) {
      left -= weights[i++];
    }
    return i;
  }

  private Operation operation(int what, int from, int to, int at) {
    return switch (what) {
      case 0 ->
          new Operation.Send(from, to, PRIORITIES[between(0, PRIORITIES.length - 1)], bytes());
      case 1 -> new Operation.Dial(from, to);
      case 2 -> new Operation.Keepalive(from, to);
      case 3 -> new Operation.MarkDown(from, to);
      case 4 -> new Operation.Close(from, to);
      case 5 -> new Operation.Cut(from, to);
      case 6 -> new Operation.BlackHole(from, to);
      case 7 -> new Operation.Partition(from, to);
      case 8 -> new Operation.Heal(from, to);
      case 9 -> new Operation.Restart(at, oneIn(3), oneIn(2), oneIn(2) ? 0 : between(1, 200_000));
      case 10 -> new Operation.LoseConnections(at);
      case 11 -> new Operation.Rebind(at);
      default -> new Operation.Break(from, to, oneIn(2));
    };
  }

  private int bytes() {
    return switch (between(0, 19)) {
      case 0 -> between(0, 70_000);
      case 1 -> oneIn(8) ? between(200_000, 400_000) : between(1, 4096);
      default -> between(0, 300);
    };
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  private int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }
}
