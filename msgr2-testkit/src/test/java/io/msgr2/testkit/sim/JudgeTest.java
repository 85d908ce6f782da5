// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Faults in the sessions, each of which the simulator has to find: the judge is as good as what it
 * finds.
 */
@Tag("slow")
class JudgeTest {
  private static final int MAX_SEEDS = 5000;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nothing is sent again          | MessageFlow     | queue.addAgain(unacknowledged.removeLast())   | unacknowledged.removeLast().release()
          sent again in the wrong order  | SendQueue       | again.addFirst(message)                       | again.addLast(message)
          sent again after what is new   | SendQueue       | again.addFirst(message)                       | lane(message.priority()).messages.addLast(message)
          trims one too many             | MessageFlow     | peerInSeq - outSeq > 0; outSeq++              | peerInSeq - outSeq >= 0; outSeq++
          trims one too few              | MessageFlow     | peerInSeq - outSeq > 0; outSeq++              | peerInSeq - outSeq > 1; outSeq++
          trims nothing                  | MessageFlow     | void resume(long peerInSeq) {                 | void resume(long peerInSeq) { peerInSeq = 0;
          forgets one too many           | MessageFlow     | seq - (outSeq - unacknowledged.size()) > 0    | seq - (outSeq - unacknowledged.size()) >= 0
          acknowledges too much          | MessageFlow     | new ControlFrame.Ack(inSeq)                   | new ControlFrame.Ack(inSeq + 1)
          delivers duplicates            | MessageFlow     | inSeq = header.seq();                         | inSeq = 0;
          keeps inSeq in a new session   | MessageFlow     | outSeq = 0;                                   | outSeq = 0; if (true) { return; }
          keeps the queue on a reset     | SessionContext  | flow.reset()                                  | flow.undelivered()
          loses the queue on takeover    | Session         | context.flow().requeue();\\n    transport = newcomer | context.flow().release();\\n    transport = newcomer
          does not requeue on takeover   | Session         | context.flow().requeue();\\n    transport = newcomer | transport = newcomer
          keeps the server's cookie      | SessionIdentity | void forgetServer() {\\n    serverCookie = 0;  | void forgetServer() {
          lets both win                  | SessionPeer     | target().compareTo(own.msgr2()) < 0           | true
          lets both wait                 | SessionPeer     | target().compareTo(own.msgr2()) < 0           | false
          takes stale attempts           | SessionIdentity | Long.compareUnsigned(peerGlobalSeq, theirGlobalSeq) > 0 | false
          never leaves standby           | Session         | state.phase() == Phase.STANDBY &&             | false &&
          never dials again              | Session         | case BACK_OFF -> enter(new SessionState.Waiting(attempts.nextDelayMs()), nowNanos) | case BACK_OFF -> enter(new SessionState.Waiting(Integer.MAX_VALUE), nowNanos)
          rests with a full queue        | FaultDecision   | it.standby && it.idle                         | it.standby
          misses resets                  | Encounter       | existing.context().lostByPeer(true);          | existing.context();
          drops the queue untold         | SessionContext  | flow.forgetReceived();                        | flow.reset();
          keeps old connections          | Session         | if (transport != null) {\\n      transport.end(Transport.Ending.NOW);\\n    }\\n    context | context
          lower priorities first         | SendQueue       | lanes.get(at).priority >= priority            | lanes.get(at).priority <= priority
          tells what nobody asked        | Ready           | !stamp.equals(ASKED_BY_NOBODY)                | !stamp.equals(null)
          answers with the wrong inSeq   | Session         | new ControlFrame.SessionReconnectOk(context.flow().inSeq()) | new ControlFrame.SessionReconnectOk(context.flow().inSeq() + 1)
          """)
  void finds(String what, String type, String before, String after) {
    Mutant mutant = Mutant.of(type, before.replace("\\n", "\n"), after.replace("\\n", "\n"));
    Optional<String> problem = Optional.empty();
    long seed = 0;
    while (problem.isEmpty() && seed < MAX_SEEDS) {
      problem = mutant.run(++seed);
    }
    System.out.printf("%-30s seed %4d: %s%n", what, seed, problem.orElse("not found"));
    assertThat(problem).as(what).isPresent();
  }

  @Test
  void explains_a_failure_with_few_of_its_steps() {
    Mutant mutant = Mutant.of("SendQueue", "again.addFirst(message)", "again.addLast(message)");
    long seed = 1;
    while (mutant.run(seed).isEmpty()) {
      seed++;
    }
    String explanation = mutant.explain(seed);
    int steps = Planner.plan(seed).steps().size();
    assertThat(explanation)
        .startsWith("seed " + seed + ", ")
        .contains(" steps of " + steps, " is to send ", "overtook")
        .doesNotContain("nothing went wrong");
    assertThat(explanation.lines().filter(line -> line.contains(" ms  ")).count())
        .isLessThan(steps / 2 + 1);
  }
}
