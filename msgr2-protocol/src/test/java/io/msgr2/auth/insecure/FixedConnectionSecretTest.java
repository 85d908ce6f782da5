// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.insecure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthClient;
import io.msgr2.auth.AuthException;
import io.msgr2.auth.AuthExchange;
import io.msgr2.auth.AuthServer;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.Secret;
import io.msgr2.auth.none.NoneClient;
import io.msgr2.auth.none.NoneServer;
import io.msgr2.frame.ConnectionMode;
import org.junit.jupiter.api.Test;

class FixedConnectionSecretTest {
  private static final ConnectionModes CRC = ConnectionModes.of(ConnectionMode.CRC);
  private static final ConnectionModes SECURE = ConnectionModes.of(ConnectionMode.SECURE);
  private static final ConnectionModes EITHER =
      ConnectionModes.of(ConnectionMode.SECURE, ConnectionMode.CRC);

  private final Secret secret = Secret.copyOf(ascending(64));

  @Test
  void secure_mode_takes_the_given_secret_and_no_session_key() {
    AuthExchange exchange = run(SECURE, EITHER).assertKeysAgree();

    assertThat(exchange.mode()).isEqualTo(ConnectionMode.SECURE);
    assertThat(exchange.connector().connectionSecret()).isEqualTo(secret);
    assertThat(exchange.connector().sessionKey().isEmpty()).isTrue();
  }

  @Test
  void crc_mode_takes_no_secret() {
    AuthExchange exchange = run(EITHER, CRC).assertKeysAgree();

    assertThat(exchange.mode()).isEqualTo(ConnectionMode.CRC);
    assertThat(exchange.connector().connectionSecret().isEmpty()).isTrue();
  }

  @Test
  void no_mode_in_common_is_refused() {
    assertThatThrownBy(() -> run(SECURE, CRC))
        .isInstanceOf(AuthException.class)
        .hasMessageContaining("allowed modes crc");
  }

  @Test
  void a_secret_of_another_length_is_rejected() {
    AuthClient none = new NoneClient(EntityName.client("admin"));

    assertThatThrownBy(
            () -> FixedConnectionSecret.client(none, SECURE, Secret.copyOf(ascending(63))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("64");
  }

  private AuthExchange run(ConnectionModes offered, ConnectionModes allowed) {
    AuthClient client =
        FixedConnectionSecret.client(new NoneClient(EntityName.client("4000")), offered, secret);
    AuthServer server =
        FixedConnectionSecret.server(new NoneServer(EntityType.OSD, () -> 1), allowed, secret);
    return AuthExchange.run(client.connector(EntityType.OSD), server.acceptor(EntityType.CLIENT));
  }

  private static byte[] ascending(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }
}
