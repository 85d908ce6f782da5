// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.msgr2.Seed;
import io.msgr2.address.EntityType;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.auth.cephx.wire.RotatingSecrets;
import io.msgr2.auth.cephx.wire.RotatingSecrets.ExpiringKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RotatingKeysTest {
  private static final Instant START = Instant.ofEpochSecond(1_800_000_000);
  private static final Duration HOUR = Duration.ofHours(1);

  private Instant now = START;
  private final RotatingKeys keys =
      RotatingKeys.random(
          KeyType.AES256K,
          RotatingKeys.Lifetimes.DEFAULT,
          Seed.random("RotatingKeysTest"),
          () -> now);

  @Test
  void there_are_three_keys_each_of_which_ends_a_lifetime_after_the_one_before() {
    RotatingSecrets osd = osd();

    assertThat(osd.newest()).isEqualTo(3);
    assertThat(osd.keys()).containsOnlyKeys(1L, 2L, 3L);
    assertThat(osd.keys().values())
        .extracting(ExpiringKey::expires)
        .containsExactly(at(1), at(2), at(3));
    assertThat(keys.secrets(EntityType.AUTH).orElseThrow().keys().get(1L).expires())
        .isEqualTo(START.plus(Duration.ofDays(3)));
  }

  @Test
  void tickets_are_sealed_with_the_second_key_until_it_ends() {
    assertThat(current()).isEqualTo(2);
    now = at(2).minusMillis(1);
    assertThat(current()).isEqualTo(2);
    assertThat(osd().keys()).containsOnlyKeys(1L, 2L, 3L);

    now = at(2);

    assertThat(current()).isEqualTo(3);
    assertThat(osd().keys()).containsOnlyKeys(2L, 3L, 4L);
    assertThat(osd().keys().get(4L).expires()).isEqualTo(at(4));
  }

  @Test
  void a_ticket_ends_before_its_service_forgets_the_key() {
    for (int minutes = 0; minutes < 600; minutes += 7) {
      now = START.plus(Duration.ofMinutes(minutes));
      TicketKey sealing = keys.current(EntityType.OSD).orElseThrow();
      assertThat(sealing.validity()).isEqualTo(HOUR);
      Instant expires = now.plus(sealing.validity());
      now = expires.minusMillis(1);
      assertThat(keys.secret(EntityType.OSD, sealing.id()))
          .as("key %d, %d minutes", sealing.id(), minutes)
          .contains(sealing.key());
    }
  }

  @Test
  void a_key_that_was_replaced_twice_opens_nothing() {
    CephxKey first = keys.secret(EntityType.OSD, 1).orElseThrow();
    assertThat(keys.secret(EntityType.OSD, 2)).isPresent().get().isNotEqualTo(first);

    now = at(2);

    assertThat(keys.secret(EntityType.OSD, 1)).isEmpty();
    assertThat(keys.secret(EntityType.OSD, 2)).isPresent();
  }

  @Test
  void after_a_long_sleep_there_are_fresh_keys_at_once() {
    now = at(1000);

    TicketKey sealing = keys.current(EntityType.OSD).orElseThrow();

    assertThat(sealing.validity()).isEqualTo(HOUR);
    assertThat(osd().keys()).hasSize(3);
    assertThat(osd().keys().get(sealing.id()).expires()).isAfterOrEqualTo(now.plus(HOUR));
  }

  @Test
  void services_have_different_keys() {
    assertThat(keys.secret(EntityType.OSD, 2)).isNotEqualTo(keys.secret(EntityType.MDS, 2));
  }

  @ParameterizedTest
  @EnumSource(EntityType.class)
  void everybody_but_clients_has_keys(EntityType type) {
    assertThat(keys.secrets(type).isPresent()).isEqualTo(type != EntityType.CLIENT);
    assertThat(keys.current(type).isPresent()).isEqualTo(type != EntityType.CLIENT);
    assertThat(keys.secret(type, 1).isPresent()).isEqualTo(type != EntityType.CLIENT);
  }

  @Test
  void wiping_replaces_the_keys_under_the_same_numbers_but_spares_the_monitors() {
    now = at(9);
    Map<Long, ExpiringKey> auth = keys.secrets(EntityType.AUTH).orElseThrow().keys();
    osd();

    keys.wipe();

    assertThat(osd().keys()).containsOnlyKeys(1L, 2L, 3L);
    assertThat(osd().keys().get(1L).expires()).isEqualTo(now.plus(HOUR));
    assertThat(keys.secrets(EntityType.AUTH).orElseThrow().keys()).isEqualTo(auth);
  }

  @Test
  void a_lifetime_of_nothing_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RotatingKeys.Lifetimes(HOUR, Duration.ofMillis(999)));
  }

  private RotatingSecrets osd() {
    return keys.secrets(EntityType.OSD).orElseThrow();
  }

  private long current() {
    return keys.current(EntityType.OSD).orElseThrow().id();
  }

  private static Instant at(int hours) {
    return START.plus(Duration.ofHours(hours));
  }
}
