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
import io.msgr2.auth.AuthRequest;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.auth.cephx.crypto.KeyUsage;
import io.msgr2.auth.cephx.wire.AuthCaps;
import io.msgr2.auth.cephx.wire.AuthTicket;
import io.msgr2.auth.cephx.wire.TicketBlob;
import io.msgr2.auth.cephx.wire.TicketInfo;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.codec.WireWriter;
import io.msgr2.frame.ConnectionMode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AuthorizerServerTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final EntityName LOAD = EntityName.client("load");

  private final Random random = Seed.random("AuthorizerServerTest");

  @ParameterizedTest
  @CsvSource({"AES,CRC", "AES,SECURE", "AES256K,CRC", "AES256K,SECURE"})
  void whoever_has_the_shared_key_is_let_in(KeyType type, ConnectionMode mode) {
    for (int i = 0; i < 50; i++) {
      CephxKey key = CephxKey.generate(type, NOW, random);
      ConnectionModes modes = ConnectionModes.of(mode);
      EntityName name = EntityName.client("load" + i);

      AuthExchange exchange =
          AuthExchange.run(
              client(name, key, modes).connector(EntityType.OSD), acceptor(key, modes));

      exchange.assertKeysAgree();
      assertThat(exchange.mode()).isEqualTo(mode);
      assertThat(exchange.acceptor().name()).contains(name);
      assertThat(exchange.acceptor().sessionKey().length()).isEqualTo(type.secretBytes());
      assertThat(exchange.acceptor().connectionSecret().length())
          .isEqualTo(mode == ConnectionMode.SECURE ? 64 : 0);
    }
  }

  @Test
  void every_connection_has_keys_of_its_own() {
    CephxKey key = key(KeyType.AES256K);
    SharedKeyClient client = client(LOAD, key, ConnectionModes.DEFAULT);

    AuthExchange first = AuthExchange.run(client.connector(EntityType.OSD), acceptor(key));
    AuthExchange second = AuthExchange.run(client.connector(EntityType.OSD), acceptor(key));

    assertThat(first.connector().sessionKey()).isNotEqualTo(second.connector().sessionKey());
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void a_key_that_is_not_shared_is_denied(KeyType type) {
    SharedKeyClient client = client(LOAD, key(type), ConnectionModes.DEFAULT);
    AuthAcceptor acceptor = acceptor(key(type));

    assertThatExceptionOfType(AuthException.class)
        .isThrownBy(() -> AuthExchange.run(client.connector(EntityType.OSD), acceptor))
        .satisfies(e -> assertThat(e.errno()).isEqualTo(AuthRefusal.EACCES));
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void a_recorded_exchange_cannot_be_replayed(KeyType type) {
    CephxKey key = key(type);
    Map<Step, byte[]> recorded = new EnumMap<>(Step.class);
    AuthExchange.run(
        client(LOAD, key, ConnectionModes.DEFAULT).connector(EntityType.OSD),
        acceptor(key),
        (step, payload) -> {
          recorded.put(step, payload);
          return payload;
        });

    AuthAcceptor replayed = acceptor(key);
    assertThat(replayed.request(request(recorded.get(Step.REQUEST))))
        .isInstanceOf(AuthDecision.More.class);
    assertRefused(replayed.requestMore(recorded.get(Step.REQUEST_MORE)), "the challenge");

    // The second authorizer is no better than the first one when it comes first.
    AuthAcceptor skipped = acceptor(key);
    assertThat(skipped.request(request(recorded.get(Step.REQUEST_MORE))))
        .isInstanceOf(AuthDecision.More.class);
    assertRefused(skipped.requestMore(recorded.get(Step.REQUEST_MORE)), "the challenge");

    AuthAcceptor repeated = acceptor(key);
    repeated.request(request(recorded.get(Step.REQUEST)));
    assertRefused(repeated.requestMore(recorded.get(Step.REQUEST)), "the challenge");
    assertRefused(repeated.requestMore(recorded.get(Step.REQUEST_MORE)), "there is no challenge");
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void a_recorded_reply_convinces_nobody(KeyType type) {
    CephxKey key = key(type);
    Ticket ticket = ticket(key, 4711, ServiceSecrets.SHARED);
    Map<Step, byte[]> recorded = new EnumMap<>(Step.class);
    AuthExchange.run(
        connector(ticket),
        acceptor(key),
        (step, payload) -> {
          recorded.put(step, payload);
          return payload;
        });

    AuthConnector again = connector(ticket);
    again.request();
    assertInvalid(
        () -> again.done(0, ConnectionMode.SECURE, recorded.get(Step.DONE)),
        "AUTH_DONE without a challenge");
    again.replyMore(recorded.get(Step.REPLY_MORE));
    assertInvalid(() -> again.replyMore(recorded.get(Step.REPLY_MORE)), "a second challenge");
    assertInvalid(
        () -> again.done(0, ConnectionMode.SECURE, recorded.get(Step.DONE)),
        "the reply is to another authorizer");
  }

  @Test
  void an_answer_without_a_challenge_is_refused() {
    assertRefused(acceptor(key(KeyType.AES)).requestMore(new byte[0]), "there is no challenge");
  }

  @Test
  void a_ticket_for_another_service_is_refused() {
    CephxKey key = key(KeyType.AES256K);
    AuthConnector toMds = client(LOAD, key, ConnectionModes.DEFAULT).connector(EntityType.MDS);

    assertRefused(acceptor(key).request(toMds.request()), "for service 2, not osd");
  }

  @Test
  void a_ticket_sealed_with_a_key_that_is_gone_is_refused() {
    CephxKey key = key(KeyType.AES256K);
    Ticket ticket = ticket(key, 4711, 3);

    assertRefused(acceptor(key).request(request(authorizer(ticket))), "key 3 is not known");
  }

  @Test
  void the_global_id_has_to_be_that_of_the_ticket() {
    CephxKey key = key(KeyType.AES256K);
    Ticket good = ticket(key, 4711, ServiceSecrets.SHARED);
    Ticket stolen = new Ticket(4712, good.service(), good.sessionKey(), good.blob());

    assertThat(acceptor(key).request(request(authorizer(good))))
        .isInstanceOf(AuthDecision.More.class);
    assertRefused(acceptor(key).request(request(authorizer(stolen))), "another global id");
  }

  @Test
  void the_session_key_has_to_be_that_of_the_ticket() {
    CephxKey key = key(KeyType.AES256K);
    Ticket good = ticket(key, 4711, ServiceSecrets.SHARED);
    Ticket stolen = new Ticket(good.globalId(), good.service(), key(KeyType.AES256K), good.blob());

    assertRefused(acceptor(key).request(request(authorizer(stolen))), "AUTHORIZE was not sealed");
  }

  @Test
  void a_session_key_of_the_old_type_under_a_ticket_of_the_new_one_is_fine() {
    CephxKey key = key(KeyType.AES256K);
    CephxKey sessionKey = key(KeyType.AES);
    Ticket ticket = ticket(key, sessionKey, 4711, ServiceSecrets.SHARED);

    AuthExchange exchange = AuthExchange.run(connector(ticket), acceptor(key)).assertKeysAgree();

    assertThat(exchange.connector().sessionKey()).isEqualTo(sessionKey.secret());
  }

  @Test
  void logging_in_is_for_monitors() {
    byte[] login =
        WireWriter.toBytes(
            writer -> {
              writer.u8(10);
              LOAD.write(writer);
              writer.u64(0);
            });

    assertRefused(acceptor(key(KeyType.AES)).request(request(login)), "request of form 10");
  }

  @Test
  void another_method_and_another_mode_are_refused_with_what_is_allowed() {
    CephxKey key = key(KeyType.AES);
    AuthAcceptor acceptor = acceptor(key, ConnectionModes.of(ConnectionMode.SECURE));
    byte[] authorizer = authorizer(ticket(key, 4711, ServiceSecrets.SHARED));

    AuthRefusal method = refusal(acceptor.request(new AuthRequest(1, List.of(2), authorizer)));
    AuthRefusal mode = refusal(acceptor.request(new AuthRequest(2, List.of(1, 7), authorizer)));

    assertThat(method)
        .isEqualTo(new AuthRefusal(1, AuthRefusal.EOPNOTSUPP, List.of(2), List.of(2)));
    assertThat(mode).isEqualTo(new AuthRefusal(2, AuthRefusal.EOPNOTSUPP, List.of(2), List.of(2)));
    assertThat(acceptor.request(new AuthRequest(2, List.of(7, 2, 1), authorizer)))
        .isInstanceOf(AuthDecision.More.class);
  }

  private CephxKey key(KeyType type) {
    return CephxKey.generate(type, NOW, random);
  }

  private SharedKeyClient client(EntityName name, CephxKey key, ConnectionModes modes) {
    return new SharedKeyClient(name, key, modes, random, InstantSource.fixed(NOW));
  }

  private AuthAcceptor acceptor(CephxKey key) {
    return acceptor(key, ConnectionModes.DEFAULT);
  }

  private AuthAcceptor acceptor(CephxKey key, ConnectionModes modes) {
    return new SharedKeyServer(EntityType.OSD, key, modes, random).acceptor(EntityType.CLIENT);
  }

  private Ticket ticket(CephxKey key, long globalId, long secretId) {
    return ticket(key, key(key.type()), globalId, secretId);
  }

  private Ticket ticket(CephxKey key, CephxKey sessionKey, long globalId, long secretId) {
    TicketInfo info =
        new TicketInfo(new AuthTicket(LOAD, globalId, NOW, NOW, AuthCaps.NONE), sessionKey);
    byte[] sealed = key.seal(KeyUsage.TICKET_INFO, info::write, random);
    return new Ticket(
        globalId, EntityType.OSD.wire(), sessionKey, new TicketBlob(secretId, sealed));
  }

  private AuthConnector connector(Ticket ticket) {
    return new ServiceAuthorization(EntityType.OSD, ticket, List.of(2), random, () -> {});
  }

  private byte[] authorizer(Ticket ticket) {
    return WireWriter.toBytes(
        ticket.authorizer(random.nextLong(), OptionalLong.empty(), random)::write);
  }

  private static AuthRequest request(byte[] payload) {
    return new AuthRequest(2, List.of(1, 2), payload);
  }

  private static void assertRefused(AuthDecision decision, String reason) {
    assertThat(refusal(decision).errno()).isEqualTo(AuthRefusal.EACCES);
    assertThat(((AuthDecision.Refused) decision).reason()).contains(reason);
  }

  private static void assertInvalid(ThrowingCallable attempt, String why) {
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(attempt)
        .withMessageContaining(why)
        .satisfies(e -> assertThat(e.violation()).isEqualTo(Violation.AUTH_REPLY_INVALID));
  }

  private static AuthRefusal refusal(AuthDecision decision) {
    assertThat(decision).isInstanceOf(AuthDecision.Refused.class);
    return ((AuthDecision.Refused) decision).refusal();
  }
}
