// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import io.msgr2.FuzzInput;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthAcceptor;
import io.msgr2.auth.AuthDecision;
import io.msgr2.auth.AuthMethod;
import io.msgr2.auth.AuthRequest;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.frame.ConnectionMode;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;

/** What a connector may send to a service; whatever it is, the answer is a decision. */
@Tag("fuzz")
class AuthorizerFuzzTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final List<KeyType> TYPES = List.of(KeyType.values());

  @FuzzTest
  void lets_in_or_refuses(byte @NotNull [] input) {
    FuzzInput script = new FuzzInput(input);
    KeyType type = script.one(TYPES);
    Random random = new Random(1);
    CephxKey key = CephxKey.generate(type, NOW, random);
    CephxKey sessionKey = CephxKey.generate(type, NOW, random);
    SealingScript payloads = new SealingScript(List.of(key, sessionKey), random);
    AuthAcceptor acceptor =
        new SharedKeyServer(
                EntityType.OSD, key, ConnectionModes.of(ConnectionMode.SECURE), new Random(2))
            .acceptor(EntityType.CLIENT);

    AuthDecision first =
        acceptor.request(
            new AuthRequest(
                AuthMethod.CEPHX.wire(),
                List.of(ConnectionMode.SECURE.wire()),
                payloads.payload(script)));
    // A first authorizer is never enough.
    assertThat(first).isNotInstanceOf(AuthDecision.Done.class);
    AuthDecision second = acceptor.requestMore(payloads.payload(script));
    if (first instanceof AuthDecision.Refused) {
      assertThat(second).isInstanceOf(AuthDecision.Refused.class);
    }
    assertThat(acceptor.requestMore(payloads.payload(script)))
        .isInstanceOf(AuthDecision.Refused.class);
  }
}
