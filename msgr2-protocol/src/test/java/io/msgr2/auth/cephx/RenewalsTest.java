// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.Seed;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthExchange;
import io.msgr2.auth.AuthRefusal;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.auth.cephx.crypto.KeyUsage;
import io.msgr2.auth.cephx.wire.RequestType;
import io.msgr2.auth.cephx.wire.Response;
import io.msgr2.auth.cephx.wire.RotatingSecrets;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a monitor answers within a session; that the answers are of use shows TicketRenewalTest. */
class RenewalsTest {
  private static final EntityName ADMIN = EntityName.client("admin");
  private static final EntityName OSD = EntityName.osd(3);

  private final Random random = Seed.random("RenewalsTest");
  private Instant now = Instant.ofEpochSecond(1_800_000_000);
  private final TestCluster cluster = new TestCluster(KeyType.AES256K, random, () -> now);

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void a_daemon_is_told_the_keys_of_its_service(KeyType type) {
    CephxKey key = cluster.add(OSD, type);

    RenewalAnswer answer = renew(OSD, 1, rotating());

    RotatingSecrets secrets =
        WireReader.fromBytes(
            "keys",
            answer.payload(),
            in -> {
              Response.readHeader(in, RequestType.ROTATING_KEY);
              return key.open(KeyUsage.ROTATING_SECRETS, in.blob(), RotatingSecrets::read);
            });
    assertThat(secrets).isEqualTo(cluster.keys().secrets(EntityType.OSD).orElseThrow());
  }

  @Test
  void a_client_is_told_no_keys() {
    cluster.add(ADMIN, KeyType.AES);

    assertRefused(renew(ADMIN, 1, rotating()), AuthRefusal.EACCES, "no daemon");
  }

  @Test
  void an_entity_that_was_removed_is_told_nothing() {
    assertRefused(renew(OSD, 1, rotating()), AuthRefusal.EACCES, "unknown entity osd.3");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 0x0300, 0xffff})
  void an_unknown_request(int type) {
    assertRefused(
        renew(OSD, 1, WireWriter.toBytes(writer -> writer.u16(type))),
        AuthRefusal.EINVAL,
        "unknown type");
  }

  @Test
  void a_request_that_goes_on_after_its_end() {
    cluster.add(OSD, KeyType.AES);

    assertRefused(renew(OSD, 1, new byte[] {0, 4, 0}), AuthRefusal.EPERM, "unexpected bytes");
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void a_damaged_request_is_refused_unless_the_damage_says_nothing(KeyType type) {
    Client client = new Client(ADMIN, type);
    for (Duration later : new Duration[] {Duration.ofMinutes(45), Duration.ofHours(53)}) {
      now = now.plus(later);
      byte[] request = client.due();
      assertThat(renew(ADMIN, client.globalId, request).isGranted()).isTrue();
      Damage.cuts(request.length)
          .forEach(
              cut ->
                  assertThat(renew(ADMIN, client.globalId, cut.apply(request)).errno())
                      .isPositive());
      Damage.flips(request.length)
          .forEach(flip -> renew(ADMIN, client.globalId, flip.apply(request)));
    }
  }

  @Test
  void a_ticket_of_somebody_else_is_of_no_use() {
    Client admin = new Client(ADMIN, KeyType.AES256K);
    Client other = new Client(EntityName.client("other"), KeyType.AES256K);
    now = now.plus(Duration.ofMinutes(45));

    assertRefused(
        renew(other.name, other.globalId, admin.due()), AuthRefusal.EACCES, "somebody else");
    assertRefused(renew(ADMIN, other.globalId, admin.due()), AuthRefusal.EACCES, "somebody else");
  }

  @Test
  void nor_is_one_that_is_shown_under_another_global_id() {
    Client admin = new Client(ADMIN, KeyType.AES256K);
    Client other = new Client(EntityName.client("other"), KeyType.AES256K);
    now = now.plus(Duration.ofMinutes(45));
    // The global id is the second field, after the type of request and one byte.
    byte[] request = admin.due();
    byte[] forged =
        ByteBuffer.wrap(request.clone())
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(3, other.globalId)
            .array();

    assertRefused(renew(other.name, other.globalId, forged), AuthRefusal.EACCES, "somebody else");
  }

  @Test
  void the_ticket_for_the_monitors_is_renewed_only_after_a_login() {
    Client client = new Client(ADMIN, KeyType.AES256K);
    now = now.plus(Duration.ofHours(54));

    assertRefused(
        renew(ADMIN, client.globalId + 1, client.due()), AuthRefusal.EACCES, "too long ago");
  }

  @Test
  void challenges_of_the_oldest_logins_are_forgotten_first() {
    ChallengeMemory memory = new ChallengeMemory(2);
    memory.remember(1, 10);
    memory.remember(2, 20);
    memory.remember(1, 11);
    memory.remember(3, 30);

    assertThat(memory.of(1)).hasValue(11);
    assertThat(memory.of(2)).isEmpty();
    assertThat(memory.of(3)).hasValue(30);
  }

  private RenewalAnswer renew(EntityName name, long globalId, byte[] request) {
    return cluster.monitor().renew(name, globalId, request);
  }

  private static byte[] rotating() {
    return WireWriter.toBytes(RequestType.ROTATING_KEY::write);
  }

  private static void assertRefused(RenewalAnswer answer, int errno, String reason) {
    assertThat(answer.errno()).as(answer.toString()).isEqualTo(errno);
    assertThat(answer.payload()).isEmpty();
    assertThat(answer.reason()).contains(reason);
  }

  /** Somebody who has logged in. */
  private final class Client {
    private final EntityName name;
    private final CephxClient client;
    private final long globalId;

    Client(EntityName name, KeyType type) {
      this.name = name;
      CephxKey key = cluster.add(name, type);
      client =
          new CephxClient(
              name, key, ConnectionModes.DEFAULT, Set.of(EntityType.OSD), random, () -> now);
      globalId =
          AuthExchange.run(client.connector(EntityType.MON), cluster.login()).acceptor().globalId();
    }

    byte[] due() {
      return client.renewalDue(now).orElseThrow().request();
    }
  }
}
