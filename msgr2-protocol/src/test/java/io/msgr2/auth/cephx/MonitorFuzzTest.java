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
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.auth.cephx.wire.LoginRequest;
import io.msgr2.codec.WireWriter;
import io.msgr2.frame.ConnectionMode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;

/** What anybody may send to a monitor, before and after a login; the answer is a decision. */
@Tag("fuzz")
class MonitorFuzzTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final EntityName OSD = EntityName.osd(0);
  private static final List<KeyType> TYPES = List.of(KeyType.values());
  private static final long GLOBAL_ID = 4_100;

  @FuzzTest
  void strangers_are_challenged_or_refused(byte @NotNull [] input) {
    FuzzInput script = new FuzzInput(input);
    Party party = new Party(script.one(TYPES));
    AuthAcceptor acceptor = party.monitor.acceptor(EntityType.CLIENT);

    boolean wellFormed = script.bool();
    byte[] first =
        wellFormed
            ? WireWriter.toBytes(new LoginRequest(OSD, script.u8())::write)
            : party.payloads.payload(script);
    AuthDecision decision =
        acceptor.request(
            new AuthRequest(AuthMethod.CEPHX.wire(), List.of(ConnectionMode.SECURE.wire()), first));
    assertThat(decision).isNotInstanceOf(AuthDecision.Done.class);
    AuthDecision second = acceptor.requestMore(party.payloads.payload(script));
    if (decision instanceof AuthDecision.Refused || wellFormed) {
      // No script can answer a challenge that it has not seen.
      assertThat(second).isInstanceOf(AuthDecision.Refused.class);
    }
    assertThat(acceptor.requestMore(party.payloads.payload(script)))
        .isInstanceOf(AuthDecision.Refused.class);
  }

  @FuzzTest
  void renewals_are_granted_or_refused(byte @NotNull [] input) {
    FuzzInput script = new FuzzInput(input);
    Party party = new Party(script.one(TYPES));

    RenewalAnswer answer = party.monitor.renew(OSD, GLOBAL_ID, party.payloads.payload(script));

    if (answer.isGranted()) {
      assertThat(answer.payload()).isNotEmpty();
    } else {
      assertThat(answer.errno()).isPositive();
      assertThat(answer.payload()).isEmpty();
    }
  }

  /** A monitor, and somebody who knows the keys but not the protocol. */
  private static final class Party {
    final CephxMonitor monitor;
    final SealingScript payloads;

    Party(KeyType type) {
      Random random = new Random(1);
      CephxKey key = CephxKey.generate(type, NOW, random);
      RotatingKeys keys =
          new RotatingKeys(type, RotatingKeys.Lifetimes.DEFAULT, random, InstantSource.fixed(NOW));
      KeyStore store =
          name -> Optional.of(new KeyStore.Entity(key, Map.of("mon", "allow profile osd")));
      monitor =
          new CephxMonitor(
              store,
              keys,
              new AtomicLong(GLOBAL_ID)::getAndIncrement,
              ConnectionModes.of(ConnectionMode.SECURE),
              new Random(2));
      payloads =
          new SealingScript(
              List.of(
                  key,
                  keys.secret(EntityType.AUTH, 2).orElseThrow(),
                  keys.secret(EntityType.MON, 2).orElseThrow()),
              random);
    }
  }
}
