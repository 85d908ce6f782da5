// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import io.msgr2.FuzzInput;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthConnector;
import io.msgr2.auth.AuthException;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.frame.ConnectionMode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;

/** What a monitor may answer to a login, to a dial with the ticket it gave, and to a renewal. */
@Tag("fuzz")
class MonitorLoginFuzzTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final List<KeyType> TYPES = List.of(KeyType.values());
  private static final List<ConnectionMode> MODES = List.of(ConnectionMode.values());

  @FuzzTest
  void understands_or_refuses(byte @NotNull [] input) {
    FuzzInput script = new FuzzInput(input);
    KeyType type = script.one(TYPES);
    ConnectionMode mode = script.one(MODES);
    Random random = new Random(1);
    CephxKey key = CephxKey.generate(type, NOW, random);
    CephxKey sessionKey = CephxKey.generate(type, NOW, random);
    SealingScript payloads = new SealingScript(List.of(key, sessionKey), random);
    CephxClient client =
        new CephxClient(
            EntityName.client("admin"),
            key,
            ConnectionModes.of(mode),
            CephxClient.DEFAULT_SERVICES,
            random,
            InstantSource.fixed(NOW));
    try {
      AuthConnector monitor = client.connector(EntityType.MON);
      login(monitor, mode, payloads, script);
      assertThat(client.nextRenewal()).isPresent();
      login(client.connector(EntityType.OSD), mode, payloads, script);
      login(client.connector(EntityType.MON), mode, payloads, script);
    } catch (ProtocolException refused) {
      assertThat(refused.violation()).isEqualTo(Violation.AUTH_REPLY_INVALID);
    } catch (AuthException refused) {
      assertThat(refused.errno()).isPositive();
    }
  }

  private static void login(
      AuthConnector connector, ConnectionMode mode, SealingScript payloads, FuzzInput script) {
    assertThat(connector.request().payload()).isNotEmpty();
    assertThat(connector.replyMore(payloads.payload(script))).isNotEmpty();
    connector.done(script.u32(), mode, payloads.payload(script));
  }
}
