// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.Seed;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthAcceptor;
import io.msgr2.auth.AuthDecision;
import io.msgr2.auth.AuthExchange;
import io.msgr2.auth.AuthRefusal;
import io.msgr2.auth.AuthRequest;
import io.msgr2.auth.Caps;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.auth.cephx.wire.Authenticate;
import io.msgr2.auth.cephx.wire.LoginReply;
import io.msgr2.auth.cephx.wire.LoginRequest;
import io.msgr2.auth.cephx.wire.ServerChallenge;
import io.msgr2.auth.cephx.wire.TicketBlob;
import io.msgr2.auth.cephx.wire.TicketGrant;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import io.msgr2.frame.ConnectionMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a monitor answers to those who log in, step by step; each refusal with Ceph's number. */
class CephxMonitorTest {
  private static final EntityName ADMIN = EntityName.client("admin");
  private static final EntityName MONITORS = new EntityName(EntityType.MON, "");
  private static final int ALL_TICKETS = 0x35;

  private final Random random = Seed.random("CephxMonitorTest");
  private final Instant now = Instant.ofEpochSecond(1_800_000_000);
  private final TestCluster cluster = new TestCluster(KeyType.AES256K, random, () -> now);
  private final CephxKey key = cluster.add(ADMIN, KeyType.AES256K);
  private AuthAcceptor session = cluster.login();

  @Test
  void every_new_client_gets_a_number_of_its_own() {
    assertThat(logIn(client(key)).acceptor().globalId())
        .isNotZero()
        .isNotEqualTo(logIn(client(key)).acceptor().globalId());
  }

  @Test
  void the_mon_caps_of_an_entity_come_out_of_its_login() {
    assertThat(logIn(client(key)).acceptor().caps()).isEqualTo(Caps.of("allow *"));
  }

  @Test
  void a_ticket_tells_its_service_what_the_client_may_do_there() {
    cluster.entities.put(
        ADMIN, new KeyStore.Entity(key, Map.of("mon", "allow r", "osd", "allow rw pool=test")));
    CephxClient client = client(key);
    logIn(client);

    AuthExchange osd = AuthExchange.run(client.connector(EntityType.OSD), cluster.osd());

    assertThat(osd.acceptor().caps()).isEqualTo(Caps.of("allow rw pool=test"));
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void a_client_with_a_ticket_for_the_monitors_need_not_log_in(KeyType type) {
    CephxKey own = cluster.add(ADMIN, type);
    Login login = login(own, 0, TicketBlob.EMPTY);
    TicketGrant forMonitors =
        login.reply().services().stream()
            .filter(grant -> grant.service() == EntityType.MON.wire())
            .findFirst()
            .orElseThrow();
    Ticket ticket =
        new Ticket(
            login.globalId(),
            forMonitors.service(),
            forMonitors.ticket().sessionKey(),
            forMonitors.blob());

    AuthExchange exchange =
        AuthExchange.run(
                new ServiceAuthorization(EntityType.MON, ticket, List.of(2, 1), random, () -> {}),
                cluster.login())
            .assertKeysAgree();

    assertThat(exchange.acceptor().name()).contains(ADMIN);
    assertThat(exchange.acceptor().globalId()).isEqualTo(login.globalId());
  }

  @ParameterizedTest
  @EnumSource(ConnectionMode.class)
  void another_monitor_is_let_in_by_the_key_that_monitors_share(ConnectionMode mode) {
    CephxKey shared = cluster.add(MONITORS, KeyType.AES);
    var other = new SharedKeyClient(MONITORS, shared, ConnectionModes.of(mode), random, () -> now);

    AuthExchange exchange =
        AuthExchange.run(
                other.connector(EntityType.MON), cluster.monitor().acceptor(EntityType.MON))
            .assertKeysAgree();

    assertThat(exchange.acceptor().name()).contains(MONITORS);
    assertThat(exchange.mode()).isEqualTo(mode);
  }

  @Test
  void a_monitor_with_another_key_is_not_let_in() {
    cluster.add(MONITORS, KeyType.AES256K);
    CephxKey wrong = CephxKey.generate(KeyType.AES256K, now, random);
    var other = new SharedKeyClient(MONITORS, wrong, ConnectionModes.DEFAULT, random, () -> now);

    assertRefused(
        session.request(other.connector(EntityType.MON).request()),
        AuthRefusal.EACCES,
        "was not sealed");
  }

  @Test
  void a_pending_key_is_as_good_as_the_one_that_it_replaces() {
    CephxKey pending = CephxKey.generate(KeyType.AES, now, random);
    cluster.entities.put(
        ADMIN, new KeyStore.Entity(key, Optional.of(pending), Map.of("mon", "allow r")));

    assertThat(logIn(client(key)).acceptor().name()).contains(ADMIN);
    AuthExchange exchange = logIn(client(pending)).assertKeysAgree();
    // The type of session keys goes by the key that is in force.
    assertThat(exchange.connector().sessionKey().length()).isEqualTo(KeyType.AES256K.secretBytes());
  }

  @Test
  void older_forms_of_the_answer_are_held_to_the_same_rules() {
    Login first = login(key, 0, TicketBlob.EMPTY);

    for (int version = 1; version <= 3; version++) {
      assertRefused(
          answer(key, first.globalId(), TicketBlob.EMPTY, version),
          AuthRefusal.EACCES,
          "no ticket");
      assertThat(answer(key, first.globalId(), first.reply().auth().blob(), version))
          .isInstanceOf(AuthDecision.Done.class);
    }
  }

  @Test
  void who_asks_for_no_other_ticket_gets_the_one_for_the_monitors_and_nothing_else() {
    AuthDecision.Done done = (AuthDecision.Done) answer(key, 0, TicketBlob.EMPTY, 1);

    List<TicketGrant> grants =
        WireReader.fromBytes(
            "done",
            done.payload(),
            in -> {
              in.u16();
              in.s32();
              return TicketGrant.readList(in, key, Optional.empty());
            });
    assertThat(grants).extracting(TicketGrant::service).containsExactly(EntityType.AUTH.wire());
  }

  @Test
  void who_cannot_be_told_the_connection_secret_cannot_have_mode_secure() {
    long challenge = challenge(0, List.of(ConnectionMode.SECURE.wire()));

    assertRefused(
        session.requestMore(answerBytes(key, challenge, TicketBlob.EMPTY, 1)),
        AuthRefusal.EINVAL,
        "mode secure");
  }

  @Test
  void a_wrong_key() {
    CephxKey wrong = CephxKey.generate(KeyType.AES256K, now, random);

    assertRefused(
        answer(wrong, 0, TicketBlob.EMPTY, 3), AuthRefusal.EACCES, "wrong key of client.admin");
  }

  @Test
  void an_unknown_entity_is_told_only_after_its_answer() {
    cluster.entities.clear();

    assertRefused(
        answer(key, 0, TicketBlob.EMPTY, 3), AuthRefusal.EACCES, "unknown entity client.admin");
  }

  @Test
  void a_type_of_keys_that_is_not_allowed_looks_like_a_wrong_key() {
    KeyStore all = name -> Optional.ofNullable(cluster.entities.get(name));
    KeyStore store = all.allowing(Set.of(KeyType.AES256K));

    assertThat(store.entity(ADMIN)).isPresent();
    cluster.add(ADMIN, KeyType.AES);
    assertThat(store.entity(ADMIN)).isEmpty();
  }

  @Test
  void an_entity_without_caps_for_monitors() {
    cluster.entities.put(ADMIN, new KeyStore.Entity(key, Map.of("osd", "allow *")));

    assertRefused(answer(key, 0, TicketBlob.EMPTY, 3), AuthRefusal.EACCES, "no mon caps");
  }

  @Test
  void a_global_id_without_the_ticket_that_proves_it() {
    assertRefused(answer(key, 4711, TicketBlob.EMPTY, 3), AuthRefusal.EACCES, "no ticket");
  }

  @Test
  void a_global_id_with_the_ticket_of_another_one() {
    Login first = login(key, 0, TicketBlob.EMPTY);

    assertRefused(
        answer(key, first.globalId() + 1, first.reply().auth().blob(), 3),
        AuthRefusal.EACCES,
        "not that of global id");
  }

  @Test
  void a_global_id_with_the_ticket_of_another_entity() {
    Login first = login(key, 0, TicketBlob.EMPTY);
    EntityName other = EntityName.client("other");
    CephxKey otherKey = cluster.add(other, KeyType.AES256K);
    session = cluster.login();
    AuthDecision.More more =
        (AuthDecision.More)
            session.request(request(new LoginRequest(other, first.globalId()), List.of(1)));
    long challenge =
        WireReader.fromBytes("challenge", more.payload(), ServerChallenge::read).challenge();

    assertRefused(
        session.requestMore(answerBytes(otherKey, challenge, first.reply().auth().blob(), 3)),
        AuthRefusal.EACCES,
        "not that of global id");
  }

  @Test
  void a_damaged_ticket() {
    Login first = login(key, 0, TicketBlob.EMPTY);
    TicketBlob good = first.reply().auth().blob();
    byte[] damaged = good.sealed().clone();
    damaged[20] ^= 1;

    assertRefused(
        answer(key, first.globalId(), new TicketBlob(good.secretId(), damaged), 3),
        AuthRefusal.EACCES,
        "was not sealed");
  }

  @Test
  void a_ticket_without_a_global_id() {
    Login first = login(key, 0, TicketBlob.EMPTY);

    assertRefused(
        answer(key, 0, first.reply().auth().blob(), 3), AuthRefusal.EINVAL, "claims no global id");
  }

  @Test
  void another_method_and_other_modes() {
    byte[] login = WireWriter.toBytes(new LoginRequest(ADMIN, 0)::write);

    AuthRefusal method =
        assertRefused(
            session.request(new AuthRequest(1, List.of(1), login)),
            AuthRefusal.EOPNOTSUPP,
            "none is not allowed here");
    assertThat(method.allowedMethods()).containsExactly(2);
    AuthRefusal mode =
        assertRefused(
            session.request(new AuthRequest(2, List.of(7), login)),
            AuthRefusal.EOPNOTSUPP,
            "no connection mode in common");
    assertThat(mode.allowedModes()).containsExactly(1, 2);
    // After a refusal of a first request, another one may follow.
    assertThat(session.request(new AuthRequest(2, List.of(1), login)))
        .isInstanceOf(AuthDecision.More.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "09", "14", "0a", "0a0800000005000000", "0a63"})
  void a_first_request_that_cannot_be_read(String hex) {
    byte[] payload = HexFormat.of().parseHex(hex);

    assertRefused(session.request(new AuthRequest(2, List.of(1), payload)), AuthRefusal.EACCES, "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "0001", "000104", "0001030102"})
  void an_answer_that_cannot_be_read(String hex) {
    challenge(0, List.of(1));

    assertRefused(session.requestMore(HexFormat.of().parseHex(hex)), AuthRefusal.EPERM, "");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x0200, 0x0400, 0, 0xffff})
  void a_request_that_is_no_login(int type) {
    challenge(0, List.of(1));

    assertRefused(
        session.requestMore(WireWriter.toBytes(writer -> writer.u16(type))),
        AuthRefusal.EINVAL,
        "does not log anybody in");
  }

  @Test
  void an_answer_to_no_challenge() {
    assertRefused(
        session.requestMore(answerBytes(key, 1, TicketBlob.EMPTY, 3)),
        AuthRefusal.EACCES,
        "there is no challenge");
  }

  @Test
  void a_challenge_is_good_for_one_answer() {
    long challenge = challenge(0, List.of(1));
    byte[] good = answerBytes(key, challenge, TicketBlob.EMPTY, 3);
    byte[] bad = good.clone();
    bad[12] ^= 1;

    assertRefused(session.requestMore(bad), AuthRefusal.EACCES, "wrong key");
    assertRefused(session.requestMore(good), AuthRefusal.EACCES, "there is no challenge");
  }

  @Test
  void tickets_of_an_earlier_process_prove_nothing() {
    Login first = login(key, 0, TicketBlob.EMPTY);
    cluster.restart(KeyType.AES256K);

    assertRefused(
        answer(key, first.globalId(), first.reply().auth().blob(), 3), AuthRefusal.EACCES, "");
  }

  @Test
  void tickets_say_how_long_they_are_good_for() {
    LoginReply reply = login(key, 0, TicketBlob.EMPTY).reply();

    assertThat(reply.auth().ticket().validity()).isEqualTo(Duration.ofDays(3));
    assertThat(reply.services())
        .hasSize(3)
        .allSatisfy(grant -> assertThat(grant.ticket().validity()).isEqualTo(Duration.ofHours(1)));
  }

  /** A login that went well, as the client sees it. */
  private record Login(long globalId, LoginReply reply) {}

  private Login login(CephxKey own, long globalId, TicketBlob old) {
    AuthDecision.Done done = (AuthDecision.Done) answer(own, globalId, old, 3);
    LoginReply reply =
        WireReader.fromBytes(
            "done", done.payload(), in -> LoginReply.read(in, own, Optional.empty()));
    return new Login(done.outcome().globalId(), reply);
  }

  private AuthDecision answer(CephxKey own, long globalId, TicketBlob old, int version) {
    long challenge = challenge(globalId, List.of(ConnectionMode.CRC.wire()));
    return session.requestMore(answerBytes(own, challenge, old, version));
  }

  /** Begins a login on a connection of its own. */
  private long challenge(long globalId, List<Integer> modes) {
    session = cluster.login();
    AuthDecision.More more =
        (AuthDecision.More) session.request(request(new LoginRequest(ADMIN, globalId), modes));
    return WireReader.fromBytes("challenge", more.payload(), ServerChallenge::read).challenge();
  }

  private byte[] answerBytes(CephxKey own, long challenge, TicketBlob old, int version) {
    long clientChallenge = random.nextLong();
    Authenticate authenticate =
        new Authenticate(
            clientChallenge, own.challengeAnswer(challenge, clientChallenge), old, ALL_TICKETS);
    byte[] written =
        WireWriter.toBytes(
            writer -> {
              writer.u16(0x0100);
              authenticate.write(writer);
            });
    written[2] = (byte) version;
    // Version 1 ends before the services.
    return version == 1 ? Arrays.copyOf(written, written.length - 4) : written;
  }

  private static AuthRequest request(LoginRequest login, List<Integer> modes) {
    return new AuthRequest(2, modes, WireWriter.toBytes(login::write));
  }

  private CephxClient client(CephxKey own) {
    return new CephxClient(ADMIN, own, random, () -> now);
  }

  private AuthExchange logIn(CephxClient client) {
    return AuthExchange.run(client.connector(EntityType.MON), cluster.login());
  }

  private static AuthRefusal assertRefused(AuthDecision decision, int errno, String reason) {
    assertThat(decision).isInstanceOf(AuthDecision.Refused.class);
    AuthDecision.Refused refused = (AuthDecision.Refused) decision;
    assertThat(refused.refusal().errno()).as(refused.reason()).isEqualTo(errno);
    assertThat(refused.reason()).contains(reason);
    return refused.refusal();
  }
}
