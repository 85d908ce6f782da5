// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthConnector;
import io.msgr2.auth.AuthException;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.cephx.CephxClient;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.codec.ProtocolException;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.rados.message.MAuth;
import io.msgr2.rados.message.MAuthReply;
import io.msgr2.rados.message.MonMap;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Uses a login with a monitor of Ceph 20.2.4 that was recorded. */
class TicketKeeperTest {
  private static final String KEY = "AgABAAAAAgAAACAAAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
  private static final String CHALLENGE = "0122c323215c9bb2b4";
  private static final String DONE =
      "00010000000001010000002000000001"
          + "66000000c3f1b9f5094b4ad28a611b09d10f8e14547d0746553050597d630a4d3c123b9056738f6223fb92"
          + "882126b5ad41606b9bc137251ec6e8d6cc8384d1f2fa8c90c5b131354aa7934bc5b36366ea9a93af756c98"
          + "7701695b0c5dd6387a4321a3abb605c39cad5a2c00a400000001020000000000000097000000605031"
          + "66c4c3aa6f011ccfca269d412f225729626496a0464e890895f1926cb39be1c0712db4122cb699eaea5c5d"
          + "7adbefa9a5526f9a2be3c2928bec4b247894c1956ea227c482849cffc18755f7c45991c750e6e581d19f48"
          + "9449b65c0e2d3fdb697728a4f3ea8bb70f690082685beb0d5ac4ace9ebc9c9c80981f15c1d2461b28c81da"
          + "595b02a22745ff6024a44ca390da8204cbf6b9"
          + "39000000350000008b9497f691cbc361263e493ff26d647340ab0bccd13b9a666f917bc43b0f82ea644ff1"
          + "80e574555882c16747f202ace157afa6a4ec00000000";
  private static final long GLOBAL_ID = 4237;
  private static final Duration VALIDITY = Duration.ofDays(3);

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final RandomGenerator random = () -> 0x1112131415161718L;

  @Test
  void has_nothing_to_do_without_cephx_or_before_a_login() {
    TicketKeeper none = new TicketKeeper(Optional.empty());
    assertThat(none.nextRequest()).isEmpty();
    assertThat(none.request(now, 1)).isEmpty();
    none.monMap(map(3));

    TicketKeeper notYet = new TicketKeeper(Optional.of(client(Set.of())));
    assertThat(notYet.nextRequest()).isEmpty();
    assertThat(notYet.request(now, 1)).isEmpty();
  }

  @Test
  void renews_the_login_when_three_quarters_of_its_life_are_over() {
    TicketKeeper keeper = new TicketKeeper(Optional.of(loggedIn(Set.of())));
    Instant due = now.plus(VALIDITY.multipliedBy(3).dividedBy(4));
    assertThat(keeper.nextRequest()).contains(due);
    assertThat(keeper.request(now, 1)).isEmpty();

    now = due;
    MAuth request = keeper.request(now, 7).orElseThrow();

    assertThat(request.method()).isEqualTo(2);
    assertThat(request.monMapEpoch()).isEqualTo(7);
    assertThat(keeper.isUnderWay()).isTrue();
  }

  @Test
  void asks_for_missing_service_tickets_once_at_a_time_and_again_after_a_while() {
    TicketKeeper keeper = new TicketKeeper(Optional.of(loggedIn(Set.of(EntityType.OSD))));
    assertThat(keeper.nextRequest()).hasValueSatisfying(due -> assertThat(due).isBefore(now));

    assertThat(keeper.request(now, 1)).isPresent();
    assertThat(keeper.request(now, 1)).isEmpty();
    assertThat(keeper.nextRequest()).contains(now.plusSeconds(10));
    now = now.plusSeconds(10);
    assertThat(keeper.request(now, 1)).isPresent();
  }

  @Test
  void asks_the_next_monitor_at_once_when_the_session_is_lost() {
    TicketKeeper keeper = new TicketKeeper(Optional.of(loggedIn(Set.of(EntityType.OSD))));
    keeper.request(now, 1);

    keeper.sessionLost();

    assertThat(keeper.isUnderWay()).isFalse();
    assertThat(keeper.request(now, 1)).isPresent();
  }

  @Test
  void reports_a_refusal_and_an_answer_that_cannot_be_read() {
    TicketKeeper keeper = new TicketKeeper(Optional.of(loggedIn(Set.of(EntityType.OSD))));
    keeper.request(now, 1);
    assertThatThrownBy(() -> keeper.reply(reply(-13, new byte[0])))
        .isInstanceOfSatisfying(AuthException.class, e -> assertThat(e.errno()).isEqualTo(13))
        .hasMessageContaining("go away");
    assertThat(keeper.isUnderWay()).isFalse();

    now = now.plusSeconds(10);
    keeper.request(now, 1);
    assertThatThrownBy(() -> keeper.reply(reply(0, new byte[] {1})))
        .isInstanceOf(ProtocolException.class);
  }

  @Test
  void passes_over_an_answer_that_it_did_not_ask_for() {
    TicketKeeper keeper = new TicketKeeper(Optional.of(loggedIn(Set.of())));

    keeper.reply(reply(-13, new byte[0]));

    assertThat(keeper.isUnderWay()).isFalse();
  }

  @Test
  void drops_the_tickets_when_the_epoch_of_the_keys_grows_but_not_with_the_first_map() {
    TicketKeeper keeper = new TicketKeeper(Optional.of(loggedIn(Set.of(EntityType.OSD))));
    keeper.request(now, 1);
    // No ticket is granted, so none is asked for again until something has changed.
    keeper.reply(reply(0, HexFormat.of().parseHex("000200000000" + "0100000000")));
    Instant loginDue = keeper.nextRequest().orElseThrow();
    assertThat(loginDue).isAfter(now);

    keeper.monMap(map(5));
    keeper.monMap(map(5));
    assertThat(keeper.nextRequest()).contains(loginDue);
    keeper.monMap(map(6));

    assertThat(keeper.nextRequest()).hasValueSatisfying(due -> assertThat(due).isBefore(now));
  }

  private CephxClient loggedIn(Set<EntityType> services) {
    CephxClient client = client(services);
    AuthConnector login = client.connector(EntityType.MON);
    login.request();
    login.replyMore(HexFormat.of().parseHex(CHALLENGE));
    login.done(GLOBAL_ID, ConnectionMode.CRC, HexFormat.of().parseHex(DONE));
    return client;
  }

  private CephxClient client(Set<EntityType> services) {
    return new CephxClient(
        EntityName.client("golden"),
        CephxKey.parse(KEY),
        ConnectionModes.DEFAULT,
        services,
        random,
        () -> now);
  }

  private static MAuthReply reply(int result, byte[] payload) {
    return new MAuthReply(2, result, GLOBAL_ID, payload, "go away");
  }

  private static MonMap map(long authEpoch) {
    MonMap map = TestMonitor.mapOf(1, Map.of());
    return new MonMap(
        map.fsid(),
        map.epoch(),
        map.lastChanged(),
        map.created(),
        0,
        0,
        map.monitors(),
        map.ranks(),
        20,
        List.of(),
        1,
        List.of(),
        map.stretch(),
        Optional.of(new MonMap.AuthCiphers(authEpoch, 2, List.of(2), 2)));
  }
}
