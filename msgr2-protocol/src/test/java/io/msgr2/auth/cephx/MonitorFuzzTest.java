// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import io.msgr2.FuzzInput;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthAcceptor;
import io.msgr2.auth.AuthDecision;
import io.msgr2.auth.AuthMethod;
import io.msgr2.auth.AuthRequest;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.auth.cephx.wire.LoginRequest;
import io.msgr2.codec.WireWriter;
import io.msgr2.frame.ConnectionMode;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** What anybody may send to a monitor before a login; the answer is a decision. */
@Tag("fuzz")
class MonitorFuzzTest {
  private static final EntityName OSD = EntityName.osd(0);
  private static final List<KeyType> TYPES = List.of(KeyType.values());

  @FuzzTest
  void strangers_are_challenged_or_refused(byte @NotNull [] input) {
    FuzzInput script = new FuzzInput(input);
    FuzzedMonitor party = new FuzzedMonitor(script.one(TYPES));
    AuthAcceptor acceptor = party.monitor().acceptor(EntityType.CLIENT);

    boolean wellFormed = script.bool();
    byte[] first =
        wellFormed
            ? WireWriter.toBytes(new LoginRequest(OSD, script.u8())::write)
            : party.payloads().payload(script);
    AuthDecision decision =
        acceptor.request(
            new AuthRequest(AuthMethod.CEPHX.wire(), List.of(ConnectionMode.SECURE.wire()), first));
    assertThat(decision).isNotInstanceOf(AuthDecision.Done.class);
    AuthDecision second = acceptor.requestMore(party.payloads().payload(script));
    if (decision instanceof AuthDecision.Refused || wellFormed) {
      // No script can answer a challenge that it has not seen.
      assertThat(second).isInstanceOf(AuthDecision.Refused.class);
    }
    assertThat(acceptor.requestMore(party.payloads().payload(script)))
        .isInstanceOf(AuthDecision.Refused.class);
  }
}
