// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import io.msgr2.FuzzInput;
import io.msgr2.frame.Revision;
import io.msgr2.rig.CrcFrame;
import io.msgr2.rig.ScriptedPeer;
import io.msgr2.rig.Security;
import io.msgr2.rig.SessionEndpoint;
import io.msgr2.rig.Variant;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;

/**
 * A connector that keeps to the protocol up to some step, before or after it authenticated, and
 * from then on sends what it likes, with checksums that are right: the session goes on, or ends
 * with a name for what was wrong.
 */
@Tag("fuzz")
class AcceptorFuzzTest {
  private static final List<Security> SECURITIES = List.of(Security.NONE_CRC, Security.CEPHX_CRC);
  private static final List<Consumer<ScriptedPeer>> STEPS =
      List.of(
          peer -> peer.assume(Revision.V2_1),
          ScriptedPeer::exchangesBanners,
          ScriptedPeer::greets,
          peer -> {
            var unused = peer.greets().asks();
          },
          ScriptedPeer::logsIn,
          ScriptedPeer::becomesReady);
  private static final int TAGS = 23;
  private static final int ADVANCE_MS = 10;

  @FuzzTest
  void goes_on_or_says_what_is_wrong(byte @NotNull [] input) {
    FuzzInput script = new FuzzInput(input);
    Variant variant = new Variant(Revision.V2_1, script.one(SECURITIES));
    // The rig checks at its end that all memory was given back.
    try (var rig = variant.setup().scriptedClient()) {
      script.one(STEPS).accept(rig.client);
      while (!script.isEmpty()) {
        send(script, rig.client);
        rig.advance(ADVANCE_MS);
      }
      expectGoesOnOrEnds(rig.server);
    }
  }

  private static void send(FuzzInput script, ScriptedPeer peer) {
    switch (script.u8() % 4) {
      case 0 -> peer.sends(script.chunk());
      case 1 ->
          peer.sendsMessage(script.u16(), new String(script.chunk(), StandardCharsets.ISO_8859_1));
      default -> peer.sends(CrcFrame.control(Revision.V2_1, script.u8() % TAGS, script.chunk()));
    }
  }

  private static void expectGoesOnOrEnds(SessionEndpoint session) {
    if (session.isClosed()) {
      assertThat(session.failure().step()).isNotEmpty();
      assertThat(session.failure().detail()).isNotEmpty();
    } else {
      assertThat(session.deadlineNanos()).isNotEqualTo(Long.MAX_VALUE);
    }
  }
}
