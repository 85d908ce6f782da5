// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.msgr2.Seed;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.cephx.CephxClient;
import io.msgr2.auth.cephx.CephxMonitor;
import io.msgr2.auth.cephx.KeyStore;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.auth.none.NoneClient;
import io.msgr2.auth.none.NoneServer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final EntityName ADMIN = EntityName.client("admin");

  private final Random random = Seed.random("AdmissionTest");
  private final Instant now = Instant.ofEpochSecond(1_800_000_000);
  private final CephxKey key = CephxKey.generate(KeyType.AES, now, random);
  private final AuthServer monitor =
      new CephxMonitor(
          name -> Optional.of(new KeyStore.Entity(key, Map.of("mon", "allow r"))),
          random,
          () -> now);
  private final List<Admission.Candidate> asked = new ArrayList<>();

  @Test
  void is_asked_once_about_those_who_proved_who_they_are() {
    AuthExchange exchange = logIn(key, none -> Optional.empty()).assertKeysAgree();

    assertThat(asked)
        .containsExactly(
            new Admission.Candidate(
                EntityType.CLIENT,
                Optional.of(ADMIN),
                exchange.connector().globalId(),
                Caps.of("allow r")));
  }

  @Test
  void is_not_asked_about_those_who_did_not() {
    CephxKey wrong = CephxKey.generate(KeyType.AES, now, random);

    assertThatExceptionOfType(AuthException.class)
        .isThrownBy(() -> logIn(wrong, none -> Optional.empty()));
    assertThat(asked).isEmpty();
  }

  @Test
  void keeps_out_whom_it_objects_to_and_does_not_tell_them_why() {
    AuthConnector connector = client(key).connector(EntityType.MON);
    AuthAcceptor acceptor = guarded(candidate -> Optional.of("not on a Sunday"));
    AuthDecision.More more = (AuthDecision.More) acceptor.request(connector.request());

    AuthDecision decision = acceptor.requestMore(connector.replyMore(more.payload()));

    assertThat(decision).isInstanceOf(AuthDecision.Refused.class);
    AuthDecision.Refused refused = (AuthDecision.Refused) decision;
    assertThat(refused.reason()).isEqualTo("not on a Sunday");
    assertThat(refused.refusal().errno()).isEqualTo(AuthRefusal.EACCES);
    assertThat(refused.refusal().allowedMethods()).containsExactly(2);
  }

  @Test
  void goes_with_the_method_none_too() {
    AuthServer none = new NoneServer(EntityType.MON, () -> 4_100);
    AuthAcceptor acceptor =
        ((Admission) candidate -> Optional.of(candidate.toString()))
            .guard(none)
            .acceptor(EntityType.CLIENT);

    AuthDecision decision =
        acceptor.request(new NoneClient(ADMIN).connector(EntityType.MON).request());

    assertThat(((AuthDecision.Refused) decision).reason())
        .contains("client.admin", "4100", "everything");
  }

  private AuthExchange logIn(CephxKey with, Admission admission) {
    return AuthExchange.run(client(with).connector(EntityType.MON), guarded(admission));
  }

  private CephxClient client(CephxKey with) {
    return new CephxClient(ADMIN, with, random, () -> now);
  }

  private AuthAcceptor guarded(Admission admission) {
    Admission recording =
        candidate -> {
          asked.add(candidate);
          return admission.objection(candidate);
        };
    return recording.guard(monitor).acceptor(EntityType.CLIENT);
  }
}
