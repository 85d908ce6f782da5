// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.msgr2.Seed;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthAcceptor;
import io.msgr2.auth.AuthConnector;
import io.msgr2.auth.AuthDecision;
import io.msgr2.auth.AuthException;
import io.msgr2.auth.AuthExchange;
import io.msgr2.auth.AuthExchange.Step;
import io.msgr2.auth.AuthRefusal;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.Secret;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.auth.cephx.wire.Authenticate;
import io.msgr2.auth.cephx.wire.LoginReply;
import io.msgr2.auth.cephx.wire.LoginRequest;
import io.msgr2.auth.cephx.wire.RequestType;
import io.msgr2.auth.cephx.wire.ServerChallenge;
import io.msgr2.auth.cephx.wire.ServiceTicket;
import io.msgr2.auth.cephx.wire.TicketBlob;
import io.msgr2.auth.cephx.wire.TicketGrant;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import io.msgr2.frame.ConnectionMode;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CephxClientTest {
  private static final EntityName ADMIN = EntityName.client("admin");
  private static final ConnectionModes SECURE = ConnectionModes.of(ConnectionMode.SECURE);

  private final Random random = Seed.random("CephxClientTest");
  private final Instant now = Instant.ofEpochSecond(1_800_000_000);
  private final TestCluster cluster = new TestCluster(KeyType.AES256K, random, () -> now);
  private final CephxKey key = cluster.add(ADMIN, KeyType.AES256K);
  private final CephxClient client = client(key, ConnectionModes.DEFAULT);
  private final Map<Step, byte[]> sent = new EnumMap<>(Step.class);

  @ParameterizedTest
  @CsvSource({"AES,CRC", "AES,SECURE", "AES256K,CRC", "AES256K,SECURE"})
  void a_login_leaves_both_sides_with_the_same_keys(KeyType type, ConnectionMode mode) {
    CephxClient any = client(cluster.add(ADMIN, type), ConnectionModes.of(mode));

    AuthExchange exchange = login(any).assertKeysAgree();

    assertThat(exchange.mode()).isEqualTo(mode);
    assertThat(exchange.acceptor().name()).contains(ADMIN);
    assertThat(exchange.connector().sessionKey().length()).isEqualTo(type.secretBytes());
  }

  @ParameterizedTest
  @CsvSource({
    "AES,AES,CRC",
    "AES,AES,SECURE",
    "AES,AES256K,CRC",
    "AES,AES256K,SECURE",
    "AES256K,AES,CRC",
    "AES256K,AES,SECURE",
    "AES256K,AES256K,CRC",
    "AES256K,AES256K,SECURE"
  })
  void a_ticket_opens_its_service_whatever_types_the_keys_have(
      KeyType entity, KeyType service, ConnectionMode mode) {
    CephxClient any = client(cluster.add(ADMIN, entity), ConnectionModes.of(mode));
    cluster.restart(service);
    long globalId = login(any).connector().globalId();

    AuthExchange exchange = dialOsd(any).assertKeysAgree();

    assertThat(exchange.mode()).isEqualTo(mode);
    assertThat(exchange.acceptor().name()).contains(ADMIN);
    assertThat(exchange.acceptor().globalId()).isEqualTo(globalId);
    assertThat(exchange.connector().sessionKey().length())
        .isEqualTo(Math.min(entity.secretBytes(), service.secretBytes()));
  }

  @Test
  void monitors_are_asked_for_secure_mode_first_and_osds_for_crc() {
    assertThat(login(client).mode()).isEqualTo(ConnectionMode.SECURE);
    assertThat(dialOsd(client).mode()).isEqualTo(ConnectionMode.CRC);
  }

  @Test
  void a_first_login_claims_nothing() {
    login(client);

    assertThat(loginRequest().globalId()).isZero();
    assertThat(authenticate().oldTicket().isEmpty()).isTrue();
    assertThat(authenticate().services()).isEqualTo(0x35);
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void a_later_login_claims_the_global_id_with_the_old_ticket(KeyType type) {
    CephxClient any = client(cluster.add(ADMIN, type), SECURE);
    AuthExchange first = login(any);

    AuthExchange second = login(any).assertKeysAgree();

    assertThat(loginRequest().globalId()).isEqualTo(first.connector().globalId());
    assertThat(authenticate().oldTicket().isEmpty()).isFalse();
    assertThat(second.connector().globalId()).isEqualTo(first.connector().globalId());
    assertThat(second.connector().sessionKey()).isNotEqualTo(first.connector().sessionKey());
    // The new ticket is sealed with the old session key, so that only its owner can read it.
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(
            () ->
                WireReader.fromBytes(
                    "reply",
                    sent.get(Step.DONE),
                    in -> LoginReply.read(in, cluster.entities.get(ADMIN).key(), Optional.empty())))
        .withMessageContaining("earlier one");
    dialOsd(any).assertKeysAgree();
  }

  @Test
  void an_old_ticket_that_is_refused_is_not_shown_again() {
    login(client);
    cluster.restart(KeyType.AES256K);

    assertDenied(() -> login(client), "the ticket of the last login is no longer good");

    login(client);
    assertThat(loginRequest().globalId()).isZero();
  }

  @Test
  void an_old_ticket_is_kept_when_it_was_not_even_looked_at() {
    long globalId = login(client).connector().globalId();
    AuthConnector connector = client.connector(EntityType.MON);
    connector.request();
    AuthRefusal refusal = new AuthRefusal(2, AuthRefusal.EOPNOTSUPP, List.of(1), List.of(1));

    assertThatExceptionOfType(AuthException.class)
        .isThrownBy(() -> connector.badMethod(refusal))
        .withMessageContaining("the method is not allowed there");

    assertThat(login(client).connector().globalId()).isEqualTo(globalId);
  }

  @Test
  void a_wrong_key_is_denied_and_says_what_to_look_at() {
    assertDenied(
        () -> login(client(CephxKey.generate(KeyType.AES256K, now, random), SECURE)),
        "wrong key, unknown entity client.admin, or no mon caps");
  }

  @Test
  void a_key_of_the_old_type_may_be_the_reason_in_itself() {
    assertDenied(
        () -> login(client(CephxKey.generate(KeyType.AES, now, random), SECURE)),
        "or keys of type aes are not allowed in this cluster");
  }

  @Test
  void an_unknown_entity_is_denied() {
    cluster.entities.clear();

    assertDenied(() -> login(client), "unknown entity client.admin");
  }

  @Test
  void a_refused_mode_is_told_from_a_refused_key() {
    AuthConnector connector = client(key, SECURE).connector(EntityType.MON);
    connector.request();

    assertThatExceptionOfType(AuthException.class)
        .isThrownBy(
            () ->
                connector.badMethod(
                    new AuthRefusal(2, AuthRefusal.EOPNOTSUPP, List.of(2), List.of(1))))
        .withMessageContaining("none of the offered connection modes is allowed there")
        .withMessageContaining("offered secure")
        .withMessageContaining("allowed modes crc")
        .satisfies(e -> assertThat(e.errno()).isEqualTo(AuthRefusal.EOPNOTSUPP));
  }

  @Test
  void without_a_ticket_no_service_can_be_dialled() {
    assertThatExceptionOfType(AuthException.class)
        .isThrownBy(() -> client.connector(EntityType.OSD))
        .withMessageContaining("client.admin has no ticket for the osd service")
        .satisfies(e -> assertThat(e.errno()).isEqualTo(AuthException.ENOENT));
  }

  @Test
  void a_ticket_that_its_service_refuses_is_dropped_and_due() {
    login(client);
    cluster.keys().wipe();

    assertDenied(() -> dialOsd(client), "the peer does not accept the ticket");

    assertThat(client.renewalDue(now)).isPresent();
    assertThatExceptionOfType(AuthException.class)
        .isThrownBy(() -> client.connector(EntityType.OSD));
  }

  @Test
  void services_that_are_not_wanted_are_not_asked_for() {
    CephxClient any = client(key, SECURE, Set.of());

    login(any);

    assertThat(authenticate().services()).isEqualTo(0x20);
    assertThat(any.renewalDue(now)).isEmpty();
  }

  @Test
  void a_monitor_cannot_skip_or_repeat_its_challenge() {
    AuthConnector login = client.connector(EntityType.MON);
    login.request();
    byte[] challenge = WireWriter.toBytes(new ServerChallenge(1)::write);

    assertInvalid(() -> login.done(1, ConnectionMode.CRC, new byte[0]), "without a challenge");
    login.replyMore(challenge);
    assertInvalid(() -> login.replyMore(challenge), "second challenge");
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void secure_mode_needs_a_connection_secret(KeyType type) {
    CephxClient any = client(cluster.add(ADMIN, type), ConnectionModes.of(ConnectionMode.CRC));
    AuthConnector login = any.connector(EntityType.MON);
    AuthAcceptor session = cluster.login();
    AuthDecision.More challenge = (AuthDecision.More) session.request(login.request());
    byte[] answer = login.replyMore(challenge.payload());
    AuthDecision.Done done = (AuthDecision.Done) session.requestMore(answer);

    assertInvalid(
        () -> login.done(done.outcome().globalId(), ConnectionMode.SECURE, done.payload()),
        "needs a connection secret of 64 bytes, the peer sent 0");
  }

  @Test
  void the_first_ticket_has_to_be_the_one_for_the_monitors() {
    AuthConnector login = client.connector(EntityType.MON);
    login.request();
    login.replyMore(WireWriter.toBytes(new ServerChallenge(1)::write));
    ServiceTicket ticket = new ServiceTicket(key, Duration.ofHours(1));
    LoginReply reply =
        new LoginReply(
            new TicketGrant(EntityType.OSD.wire(), ticket, TicketBlob.EMPTY),
            Secret.EMPTY,
            List.of());
    byte[] payload =
        WireWriter.toBytes(writer -> reply.write(writer, key, Optional.empty(), random));

    assertInvalid(() -> login.done(1, ConnectionMode.CRC, payload), "one ticket, for the monitors");
  }

  private CephxClient client(CephxKey withKey, ConnectionModes modes) {
    return client(withKey, modes, CephxClient.DEFAULT_SERVICES);
  }

  private CephxClient client(CephxKey withKey, ConnectionModes modes, Set<EntityType> services) {
    return new CephxClient(ADMIN, withKey, modes, services, random, () -> now);
  }

  private AuthExchange login(CephxClient any) {
    return AuthExchange.run(any.connector(EntityType.MON), cluster.login(), this::record);
  }

  private AuthExchange dialOsd(CephxClient any) {
    return AuthExchange.run(any.connector(EntityType.OSD), cluster.osd());
  }

  private byte[] record(Step step, byte[] payload) {
    sent.put(step, payload);
    return payload;
  }

  private LoginRequest loginRequest() {
    return WireReader.fromBytes("login", sent.get(Step.REQUEST), LoginRequest::read);
  }

  private Authenticate authenticate() {
    return WireReader.fromBytes(
        "login",
        sent.get(Step.REQUEST_MORE),
        in -> {
          RequestType.AUTH_SESSION_KEY.expect(in);
          return Authenticate.read(in);
        });
  }

  private static void assertDenied(ThrowingCallable attempt, String why) {
    assertThatExceptionOfType(AuthException.class)
        .isThrownBy(attempt)
        .withMessageContaining(why)
        .satisfies(e -> assertThat(e.errno()).isEqualTo(AuthRefusal.EACCES));
  }

  private static void assertInvalid(ThrowingCallable attempt, String why) {
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(attempt)
        .withMessageContaining(why)
        .satisfies(e -> assertThat(e.violation()).isEqualTo(Violation.AUTH_REPLY_INVALID));
  }
}
