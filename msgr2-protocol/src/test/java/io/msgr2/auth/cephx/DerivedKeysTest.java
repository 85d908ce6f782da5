// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.msgr2.Seed;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthException;
import io.msgr2.auth.AuthExchange;
import io.msgr2.auth.AuthOutcome;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.cephx.RotatingKeys.Lifetimes;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.auth.cephx.wire.RotatingSecrets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is left of the keys of a monitor that is started again. */
class DerivedKeysTest {
  private static final EntityName ADMIN = EntityName.client("admin");
  private static final Instant START = Instant.parse("2027-01-15T08:10:11.250Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Lifetimes LIVES = new Lifetimes(Duration.ofHours(3), HOUR);

  private final Random random = Seed.random("DerivedKeysTest");
  private final CephxKey master = newKey(KeyType.AES);
  private final Map<EntityName, KeyStore.Entity> entities = new HashMap<>();
  private Instant now = START;

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void another_process_has_the_same_keys(KeyType type) {
    RotatingSecrets before = osd(keys(type));
    now = now.plusSeconds(1);

    assertThat(osd(keys(type))).isEqualTo(before);
    assertThat(before.keys()).hasSize(3).containsKey(before.newest());
    assertThat(before.keys().values())
        .allSatisfy(key -> assertThat(key.key().type()).isEqualTo(type));
  }

  @Test
  void each_key_ends_a_lifetime_after_the_one_before() {
    RotatingSecrets osd = osd(keys(KeyType.AES256K));
    Instant end = Instant.parse("2027-01-15T10:00:00Z");

    for (long number = osd.newest(); number > osd.newest() - 3; number--) {
      assertThat(osd.keys().get(number).expires()).isEqualTo(end);
      end = end.minus(HOUR);
    }
  }

  @Test
  void a_ticket_is_good_for_its_whole_life_in_all_processes_to_come() {
    for (int minutes = 0; minutes < 300; minutes += 7) {
      now = START.plus(Duration.ofMinutes(minutes));
      TicketKey sealing = keys(KeyType.AES256K).current(EntityType.OSD).orElseThrow();
      assertThat(sealing.validity()).isEqualTo(HOUR);
      now = now.plus(HOUR).minusMillis(1);
      assertThat(keys(KeyType.AES256K).secret(EntityType.OSD, sealing.id()))
          .as("key %d, %d minutes", sealing.id(), minutes)
          .contains(sealing.key());
    }
  }

  @Test
  void an_old_key_opens_nothing() {
    long sealing = keys(KeyType.AES256K).current(EntityType.OSD).orElseThrow().id();
    now = now.plus(HOUR.multipliedBy(2));

    assertThat(keys(KeyType.AES256K).secret(EntityType.OSD, sealing)).isEmpty();
  }

  @Test
  void no_two_keys_are_the_same() {
    RotatingKeys wiped = keys(KeyType.AES256K);
    wiped.wipe();
    List<RotatingKeys> all =
        List.of(
            keys(KeyType.AES256K),
            wiped,
            RotatingKeys.derived(newKey(KeyType.AES), KeyType.AES256K, LIVES, () -> now),
            RotatingKeys.derived(
                master, KeyType.AES256K, new Lifetimes(HOUR, HOUR.plusMillis(1)), () -> now));

    assertThat(
            all.stream()
                .flatMap(
                    keys -> List.of(EntityType.OSD, EntityType.MDS).stream().map(keys::secrets))
                .flatMap(secrets -> secrets.orElseThrow().keys().values().stream())
                .map(key -> key.key().secret()))
        .hasSize(4 * 2 * 3)
        .doesNotHaveDuplicates()
        .doesNotContain(master.secret());
  }

  @Test
  void wiping_spares_the_tickets_for_the_monitors() {
    RotatingKeys wiped = keys(KeyType.AES256K);
    wiped.wipe();

    assertThat(wiped.secrets(EntityType.AUTH))
        .isEqualTo(keys(KeyType.AES256K).secrets(EntityType.AUTH));
  }

  @Test
  void a_client_claims_its_global_id_back_from_another_process() {
    entities.put(KeyStore.MONITORS, new KeyStore.Entity(master, Map.of()));
    CephxClient client = client();
    long before = logIn(client, monitor()).globalId();
    now = now.plusSeconds(5);

    CephxMonitor another = monitor();

    long stranger = logIn(client(), another).globalId();
    assertThat(logIn(client, another).globalId()).isEqualTo(before).isNotEqualTo(stranger);
  }

  @Test
  void without_a_key_that_lasts_a_ticket_of_another_process_is_refused() {
    CephxClient client = client();
    logIn(client, monitor());

    CephxMonitor another = monitor();

    assertThatExceptionOfType(AuthException.class)
        .isThrownBy(() -> logIn(client, another))
        .withMessageContaining("the ticket of the last login is no longer good");
  }

  private static RotatingSecrets osd(RotatingKeys keys) {
    return keys.secrets(EntityType.OSD).orElseThrow();
  }

  private RotatingKeys keys(KeyType type) {
    return RotatingKeys.derived(master, type, LIVES, () -> now);
  }

  private CephxMonitor monitor() {
    Map<EntityName, KeyStore.Entity> known = Map.copyOf(entities);
    return new CephxMonitor(name -> Optional.ofNullable(known.get(name)), random, () -> now);
  }

  private CephxClient client() {
    CephxKey key =
        entities
            .computeIfAbsent(
                ADMIN, name -> new KeyStore.Entity(newKey(KeyType.AES), Map.of("mon", "allow *")))
            .key();
    return new CephxClient(ADMIN, key, ConnectionModes.DEFAULT, Set.of(), random, () -> now);
  }

  private AuthOutcome logIn(CephxClient client, CephxMonitor monitor) {
    return AuthExchange.run(client.connector(EntityType.MON), monitor.acceptor(EntityType.CLIENT))
        .assertKeysAgree()
        .acceptor();
  }

  private CephxKey newKey(KeyType type) {
    return CephxKey.generate(type, START, random);
  }
}
