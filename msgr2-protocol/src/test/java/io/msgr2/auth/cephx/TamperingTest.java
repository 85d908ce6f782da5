// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.Seed;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthClient;
import io.msgr2.auth.AuthException;
import io.msgr2.auth.AuthExchange;
import io.msgr2.auth.AuthExchange.Step;
import io.msgr2.auth.AuthServer;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.frame.ConnectionMode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Somebody between connector and acceptor damages one payload of an exchange, in every way there
 * is. Each side ends with an error that has a name, or finishes; what was damaged then is found by
 * AUTH_SIGNATURE, which covers every byte.
 */
class TamperingTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final EntityName ADMIN = EntityName.client("admin");
  private static final ConnectionModes SECURE = ConnectionModes.of(ConnectionMode.SECURE);

  private final Random random = Seed.random("TamperingTest");

  static Stream<Arguments> everyPayload() {
    return Arrays.stream(KeyType.values())
        .flatMap(type -> Arrays.stream(Step.values()).map(step -> Arguments.of(type, step)));
  }

  @ParameterizedTest
  @MethodSource("everyPayload")
  void a_damaged_login_ends_with_a_name(KeyType type, Step damaged) {
    TestCluster cluster = new TestCluster(type, random, InstantSource.fixed(NOW));
    CephxKey key = cluster.add(ADMIN, type);
    CephxMonitor monitor = cluster.monitor();
    CephxClient client =
        new CephxClient(ADMIN, key, SECURE, Set.of(), random, InstantSource.fixed(NOW));
    // A later login is the longer one: it shows a ticket, and the new one is sealed once more.
    AuthClient laterLogin =
        peer -> {
          AuthExchange.run(client.connector(peer), monitor.acceptor(EntityType.CLIENT));
          return client.connector(peer);
        };

    Damage.ways(length(laterLogin, monitor, EntityType.MON, damaged))
        .forEach(way -> survives(laterLogin, monitor, EntityType.MON, damaged, way));
  }

  @ParameterizedTest
  @MethodSource("everyPayload")
  void a_damaged_authorizer_exchange_ends_with_a_name(KeyType type, Step damaged) {
    CephxKey key = CephxKey.generate(type, NOW, random);
    AuthClient client = new SharedKeyClient(ADMIN, key, SECURE, random, InstantSource.fixed(NOW));
    AuthServer server = new SharedKeyServer(EntityType.OSD, key, SECURE, random);

    Damage.ways(length(client, server, EntityType.OSD, damaged))
        .forEach(way -> survives(client, server, EntityType.OSD, damaged, way));
  }

  @ParameterizedTest
  @EnumSource(
      value = Step.class,
      names = {"REPLY_MORE", "REQUEST_MORE", "DONE"})
  void keys_of_the_new_type_reveal_every_flipped_bit(Step damaged) {
    CephxKey key = CephxKey.generate(KeyType.AES256K, NOW, random);
    AuthClient client = new SharedKeyClient(ADMIN, key, SECURE, random, InstantSource.fixed(NOW));
    AuthServer server = new SharedKeyServer(EntityType.OSD, key, SECURE, random);
    int length = length(client, server, EntityType.OSD, damaged);
    // The first byte of an authorizer may be any of a range.
    int ignoredBits = damaged == Step.REQUEST_MORE ? Byte.SIZE : 0;

    Damage.flips(length)
        .skip(ignoredBits)
        .forEach(
            way -> assertThat(survives(client, server, EntityType.OSD, damaged, way)).isFalse());
  }

  /** Returns whether both sides finish although one payload is damaged. */
  private static boolean survives(
      AuthClient client,
      AuthServer server,
      EntityType service,
      Step damaged,
      UnaryOperator<byte[]> way) {
    try {
      AuthExchange.run(
          client.connector(service),
          server.acceptor(EntityType.CLIENT),
          (step, payload) -> step == damaged ? way.apply(payload) : payload);
      return true;
    } catch (AuthException denied) {
      assertThat(denied.errno()).isPositive();
      return false;
    } catch (ProtocolException e) {
      assertThat(e.violation()).isEqualTo(Violation.AUTH_REPLY_INVALID);
      return false;
    }
  }

  private static int length(
      AuthClient client, AuthServer server, EntityType service, Step payloadOf) {
    Map<Step, Integer> lengths = new EnumMap<>(Step.class);
    AuthExchange.run(
        client.connector(service),
        server.acceptor(EntityType.CLIENT),
        (step, payload) -> {
          lengths.put(step, payload.length);
          return payload;
        });
    return lengths.get(payloadOf);
  }
}
