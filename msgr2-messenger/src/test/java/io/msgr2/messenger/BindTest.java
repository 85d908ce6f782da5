// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityType;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BindTest {
  @Test
  void port_0_becomes_the_real_port_and_the_nonce_stays() throws Exception {
    try (Messenger server = Ends.server(Security.NONE_CRC).build()) {
      EntityAddressVector bound = Ends.await(server.bind(EntityAddress.parse("v2:127.0.0.1:0/42")));

      assertThat(bound).isEqualTo(server.addresses());
      assertThat(bound.front().port()).isPositive();
      assertThat(bound.front().nonce()).isEqualTo(42);
    }
  }

  @Test
  void the_messengers_own_nonce_comes_first() throws Exception {
    try (Messenger server = Ends.server(Security.NONE_CRC).nonce(-1).build()) {
      assertThat(Ends.listen(server).front().nonce()).isEqualTo(0xffff_ffffL);
    }
  }

  @Test
  void every_bound_address_can_be_dialled() throws Exception {
    try (Messenger server = Ends.server(Security.NONE_CRC).build();
        Messenger client = Ends.client(Security.NONE_CRC).build()) {
      EntityAddress first = Ends.listen(server).front();
      EntityAddressVector both = Ends.listen(server);
      assertThat(both.addresses()).hasSize(2).startsWith(first);

      for (EntityAddress address : both.addresses()) {
        Connection connection = Ends.dial(client, EntityAddressVector.of(address));
        assertThat(Ends.await(connection.ready()).peerAddresses()).isEqualTo(both);
      }
    }
  }

  @Test
  void the_wildcard_needs_an_address_to_tell_peers() throws Exception {
    EntityAddress wildcard = EntityAddress.parse("v2:0.0.0.0:0/0");
    try (Messenger server = Ends.server(Security.NONE_CRC).build()) {
      assertThatThrownBy(() -> server.bind(wildcard))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("concrete address");
    }
  }

  @Test
  void peers_dial_the_advertised_address() throws Exception {
    try (Messenger server = Ends.server(Security.NONE_CRC).build()) {
      EntityAddressVector bound =
          Ends.await(server.bind(Ends.LOOPBACK, EntityAddress.parse("v2:127.0.0.3:0/9")));
      EntityAddress advertised = bound.front();
      assertThat(advertised).hasToString("v2:127.0.0.3:" + advertised.port() + "/9");
      try (RawPeer peer =
          RawPeer.dial(EntityAddress.parse("v2:127.0.0.1:" + advertised.port() + "/0"))) {
        peer.becomeReady(advertised, Security.NONE_CRC.mode);
      }
    }
  }

  @Test
  void an_address_in_use_is_named() throws Exception {
    try (Messenger first = Ends.server(Security.NONE_CRC).build();
        Messenger second = Ends.server(Security.NONE_CRC).build()) {
      EntityAddress taken = Ends.listen(first).front();

      assertThatThrownBy(() -> Ends.await(second.bind(taken)))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining(taken.toString());
      assertThat(second.addresses().isEmpty()).isTrue();
    }
  }

  @Test
  void a_messenger_without_a_role_says_so() {
    try (Messenger client = Ends.client(Security.NONE_CRC).build();
        Messenger server = Ends.server(Security.NONE_CRC).build()) {
      assertThatThrownBy(() -> client.bind(Ends.LOOPBACK))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("AuthServer");
      assertThatThrownBy(
              () -> server.connect(EntityType.MON, EntityAddressVector.parse("v2:127.0.0.1:1/0")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("AuthClient");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1:127.0.0.1:6789/0", "any:127.0.0.1:3300/0", "v2:127.0.0.1:0/0", "-"})
  void an_address_that_cannot_be_dialled_is_named(String address) {
    try (Messenger client = Ends.client(Security.NONE_CRC).build()) {
      assertThatThrownBy(() -> client.connect(EntityType.MON, EntityAddressVector.parse(address)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(address);
    }
  }
}
