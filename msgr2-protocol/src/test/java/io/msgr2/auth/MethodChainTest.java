// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.cephx.CephxClient;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.auth.cephx.wire.ServerChallenge;
import io.msgr2.auth.none.NoneClient;
import io.msgr2.auth.none.NoneServer;
import io.msgr2.codec.WireWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MethodChainTest {
  private static final EntityName ADMIN = EntityName.client("admin");
  private static final int NONE = AuthMethod.NONE.wire();
  private static final int CEPHX = AuthMethod.CEPHX.wire();

  private final Random random = new Random(1);
  private final CephxClient cephx =
      new CephxClient(
          ADMIN,
          CephxKey.generate(KeyType.AES, Instant.EPOCH, random),
          random,
          InstantSource.fixed(Instant.EPOCH));
  private final MethodChain chain = new MethodChain(List.of(cephx, new NoneClient(ADMIN)));

  @Test
  void the_first_method_is_tried_first() {
    assertThat(chain.connector(EntityType.MON).request().method()).isEqualTo(CEPHX);
  }

  @Test
  void a_monitor_that_allows_only_the_second_method_gets_it() {
    NoneServer monitor = new NoneServer(EntityType.MON, () -> 4242);

    AuthExchange exchange =
        AuthExchange.run(chain.connector(EntityType.MON), monitor.acceptor(EntityType.CLIENT));

    assertThat(exchange.assertKeysAgree().connector().globalId()).isEqualTo(4242);
  }

  @Test
  void other_peers_are_offered_the_method_that_the_monitor_took() {
    assertThatThrownBy(() -> chain.connector(EntityType.OSD)).isInstanceOf(AuthException.class);

    a_monitor_that_allows_only_the_second_method_gets_it();

    AuthConnector osd = chain.connector(EntityType.OSD);
    assertThat(osd.request().method()).isEqualTo(NONE);
    assertThatThrownBy(() -> osd.badMethod(refusal(NONE, CEPHX)))
        .isInstanceOf(AuthException.class)
        .hasMessageContaining("allowed methods cephx");
  }

  @Test
  void no_method_in_common_is_fatal() {
    AuthConnector connector = chain.connector(EntityType.MON);
    connector.request();

    assertThatThrownBy(() -> connector.badMethod(refusal(CEPHX, 4)))
        .isInstanceOf(AuthException.class)
        .hasMessageContaining("cephx refused")
        .hasMessageContaining("allowed methods gss");
  }

  @Test
  void a_method_that_was_refused_is_not_tried_again() {
    AuthConnector connector = chain.connector(EntityType.MON);
    connector.request();
    assertThat(connector.badMethod(refusal(CEPHX, NONE, CEPHX)).method()).isEqualTo(NONE);

    assertThatThrownBy(() -> connector.badMethod(refusal(NONE, NONE, CEPHX)))
        .isInstanceOf(AuthException.class)
        .hasMessageContaining("none refused");
  }

  @Test
  void a_wrong_key_does_not_lead_to_another_method() {
    AuthConnector connector = chain.connector(EntityType.MON);
    connector.request();
    connector.replyMore(WireWriter.toBytes(new ServerChallenge(1)::write));

    assertThatThrownBy(() -> connector.badMethod(refusal(CEPHX, CEPHX, NONE)))
        .isInstanceOf(AuthException.class)
        .hasMessageContaining("wrong key");
  }

  private static AuthRefusal refusal(int method, Integer... allowed) {
    int errno = List.of(allowed).contains(method) ? AuthRefusal.EACCES : AuthRefusal.EOPNOTSUPP;
    return new AuthRefusal(method, errno, List.of(allowed), List.of(1, 2));
  }
}
