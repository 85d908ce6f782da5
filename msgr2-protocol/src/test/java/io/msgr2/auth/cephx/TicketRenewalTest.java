// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.msgr2.Seed;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthConnector;
import io.msgr2.auth.AuthException;
import io.msgr2.auth.AuthExchange;
import io.msgr2.auth.AuthOutcome;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.auth.cephx.wire.RequestType;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.codec.WireWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TicketRenewalTest {
  private static final EntityName ADMIN = EntityName.client("admin");
  private static final Instant START = Instant.ofEpochSecond(1_800_000_000);
  private static final Instant SERVICES_DUE = START.plus(Duration.ofMinutes(45));
  private static final Instant AUTH_DUE = START.plus(Duration.ofHours(54));

  private final Random random = Seed.random("TicketRenewalTest");
  private Instant now = START;
  private final TestCluster cluster = new TestCluster(KeyType.AES256K, random, () -> now);
  private CephxClient client;
  private AuthOutcome loggedIn;

  @Test
  void nothing_is_due_before_the_first_login() {
    client = client(KeyType.AES256K, CephxClient.DEFAULT_SERVICES);

    assertThat(client.nextRenewal()).isEmpty();
    assertThat(client.renewalDue(now)).isEmpty();
  }

  @Test
  void service_tickets_are_due_after_three_quarters_of_their_life() {
    login(KeyType.AES256K);

    assertThat(client.nextRenewal()).contains(SERVICES_DUE);
    assertThat(client.renewalDue(SERVICES_DUE.minusMillis(1))).isEmpty();
    assertThat(client.renewalDue(SERVICES_DUE)).isPresent();
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void renewed_service_tickets_open_the_service_with_its_new_key(KeyType type) {
    login(type);
    cluster.keys().wipe();
    now = SERVICES_DUE;

    TicketRenewal renewal = due();
    // Authorizer in front of a request for tickets of MON, OSD and MGR.
    assertThat(renewal.request()).startsWith(0x00, 0x02, 0x01).endsWith(1, 0x15, 0, 0, 0);
    renewal.reply(renew(renewal.request()));

    dialOsd().assertKeysAgree();
    assertThat(client.renewalDue(now)).isEmpty();
    assertThat(client.nextRenewal()).contains(now.plus(Duration.between(START, SERVICES_DUE)));
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void the_ticket_for_the_monitors_is_renewed_by_answering_the_old_challenge(KeyType type) {
    login(type);
    now = AUTH_DUE;

    TicketRenewal renewal = due();
    assertThat(renewal.request()).startsWith(0x00, 0x01, 0x03);
    renewal.reply(renew(renewal.request()));

    assertThat(client.renewalDue(now)).isEmpty();
    dialOsd().assertKeysAgree();
    now = SERVICES_DUE.plus(Duration.between(START, now));
    TicketRenewal services = due();
    services.reply(renew(services.request()));
    assertThat(relogin().globalId()).isEqualTo(loggedIn.globalId());
  }

  @Test
  void the_old_challenge_answers_for_several_renewals() {
    login(KeyType.AES256K);
    for (int i = 0; i < 3; i++) {
      now = now.plus(Duration.between(START, AUTH_DUE));
      TicketRenewal renewal = due();
      assertThat(renewal.request()).startsWith(0x00, 0x01);
      renewal.reply(renew(renewal.request()));
    }
    assertThat(client.renewalDue(now)).isEmpty();
  }

  @Test
  void an_expired_login_is_not_renewed_but_forgotten() {
    login(KeyType.AES256K);
    now = START.plus(RotatingKeys.Lifetimes.DEFAULT.monitors());

    assertThat(client.nextRenewal()).isEmpty();
    assertThat(client.renewalDue(now)).isEmpty();
    assertThat(relogin().globalId()).isNotEqualTo(loggedIn.globalId());
  }

  @Test
  void a_ticket_that_was_not_granted_is_asked_for_once() {
    // No tickets are made for clients; they are no service.
    client = client(KeyType.AES256K, Set.of(EntityType.OSD, EntityType.CLIENT));
    loggedIn = relogin();

    TicketRenewal renewal = due();
    assertThat(renewal.request()).endsWith(1, 0x08, 0, 0, 0);
    renewal.reply(renew(renewal.request()));

    assertThat(client.renewalDue(now)).isEmpty();
    assertThat(client.nextRenewal()).contains(SERVICES_DUE);
    now = SERVICES_DUE;
    assertThat(due().request()).endsWith(1, 0x04, 0, 0, 0);
  }

  @Test
  void dropped_tickets_are_due_at_once_and_the_global_id_stays() {
    login(KeyType.AES256K);
    cluster.keys().wipe();

    client.dropTickets();

    assertThat(client.nextRenewal().orElseThrow()).isBefore(now);
    assertThatExceptionOfType(AuthException.class)
        .isThrownBy(() -> client.connector(EntityType.OSD));
    TicketRenewal renewal = due();
    renewal.reply(renew(renewal.request()));
    dialOsd().assertKeysAgree();
    assertThat(relogin().globalId()).isEqualTo(loggedIn.globalId());
  }

  @Test
  void a_negative_answer_is_an_error_with_its_number() {
    login(KeyType.AES256K);
    now = SERVICES_DUE;
    TicketRenewal renewal = due();
    byte[] denied =
        WireWriter.toBytes(
            writer -> {
              RequestType.PRINCIPAL_SESSION_KEY.write(writer);
              writer.s32(-13);
            });

    assertThatExceptionOfType(AuthException.class)
        .isThrownBy(() -> renewal.reply(denied))
        .satisfies(e -> assertThat(e.errno()).isEqualTo(13));
    assertThat(client.renewalDue(now)).isPresent();
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void damaged_answers_are_taken_or_refused_by_name(KeyType type) {
    client = client(type, Set.of(EntityType.OSD));
    loggedIn = relogin();
    now = SERVICES_DUE;
    TicketRenewal services = due();
    damage(services, renew(services.request()));
    now = AUTH_DUE;
    TicketRenewal auth = due();
    damage(auth, renew(auth.request()));
  }

  private static void damage(TicketRenewal renewal, byte[] answer) {
    Damage.ways(answer.length)
        .forEach(
            way -> {
              try {
                renewal.reply(way.apply(answer));
              } catch (AuthException negative) {
                assertThat(negative.errno()).isPositive();
              } catch (ProtocolException e) {
                assertThat(e.violation()).isEqualTo(Violation.AUTH_REPLY_INVALID);
              }
            });
    Damage.cuts(answer.length)
        .forEach(
            cut ->
                assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(() -> renewal.reply(cut.apply(answer))));
  }

  private CephxClient client(KeyType type, Set<EntityType> services) {
    CephxKey key = cluster.add(ADMIN, type);
    return new CephxClient(ADMIN, key, ConnectionModes.DEFAULT, services, random, () -> now);
  }

  private void login(KeyType type) {
    client = client(type, CephxClient.DEFAULT_SERVICES);
    loggedIn = relogin();
  }

  private AuthOutcome relogin() {
    AuthConnector connector = client.connector(EntityType.MON);
    return AuthExchange.run(connector, cluster.login()).assertKeysAgree().connector();
  }

  private byte[] renew(byte[] request) {
    RenewalAnswer answer = cluster.monitor().renew(ADMIN, loggedIn.globalId(), request);
    assertThat(answer.isGranted()).as(answer.toString()).isTrue();
    return answer.payload();
  }

  private TicketRenewal due() {
    return client.renewalDue(now).orElseThrow();
  }

  private AuthExchange dialOsd() {
    return AuthExchange.run(client.connector(EntityType.OSD), cluster.osd());
  }
}
