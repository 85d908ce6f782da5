// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthExchange;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.frame.ConnectionMode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedKeyTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

  @ParameterizedTest
  @CsvSource({"AES,CRC", "AES,SECURE", "AES256K,CRC", "AES256K,SECURE"})
  void both_sides_agree_on_name_and_keys(KeyType type, ConnectionMode mode) {
    long seed = Long.getLong("msgr2.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < 50; i++) {
      CephxKey key = CephxKey.generate(type, NOW, random);
      ConnectionModes modes = ConnectionModes.of(mode);
      EntityName name = EntityName.client("load" + i);
      SharedKeyClient client =
          new SharedKeyClient(name, key, modes, random, InstantSource.fixed(NOW));
      SharedKeyServer server = new SharedKeyServer(EntityType.OSD, key, modes, random);

      AuthExchange exchange =
          AuthExchange.run(client.connector(EntityType.OSD), server.acceptor(EntityType.CLIENT));

      exchange.assertKeysAgree();
      assertThat(exchange.mode()).as("seed %d", seed).isEqualTo(mode);
      assertThat(exchange.acceptor().name()).contains(name);
      assertThat(exchange.acceptor().sessionKey().length()).isEqualTo(type.secretBytes());
      assertThat(exchange.acceptor().connectionSecret().length())
          .isEqualTo(mode == ConnectionMode.SECURE ? 64 : 0);
    }
  }
}
