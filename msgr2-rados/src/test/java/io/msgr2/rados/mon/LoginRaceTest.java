// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthConnector;
import io.msgr2.auth.AuthException;
import io.msgr2.auth.AuthRequest;
import io.msgr2.auth.cephx.CephxClient;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.none.NoneClient;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.WireReader;
import io.msgr2.frame.ConnectionMode;
import io.netty.buffer.Unpooled;
import java.time.InstantSource;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LoginRaceTest {
  private final LoginRace race = new LoginRace(new NoneClient(EntityName.client("x")));

  @Test
  void lets_the_first_login_win_and_keeps_only_its_global_id() {
    AuthConnector fast = runner(EntityType.MON);
    AuthConnector slow = runner(EntityType.MON);

    assertThat(done(fast, 11)).isEqualTo(11);
    assertThatThrownBy(() -> done(slow, 12))
        .isInstanceOfSatisfying(
            AuthException.class, e -> assertThat(e.errno()).isEqualTo(AuthException.ECANCELED));

    assertThat(globalIdShown()).isEqualTo(11);
  }

  @Test
  void lets_another_race_have_another_winner_but_nobody_win_the_last_one() {
    AuthConnector late = runner(EntityType.MON);
    race.start();

    assertThatThrownBy(() -> done(late, 11)).isInstanceOf(AuthException.class);
    assertThat(done(runner(EntityType.MON), 12)).isEqualTo(12);
    race.start();
    assertThat(done(runner(EntityType.MON), 13)).isEqualTo(13);
  }

  @Test
  void lets_a_login_that_fails_at_the_last_step_not_win() {
    CephxKey key = CephxKey.parse("AQABAAAAAgAAABAAAAECAwQFBgcICQoLDA0ODw==");
    LoginRace cephx =
        new LoginRace(
            new CephxClient(
                EntityName.client("x"), key, new SplittableRandom(1), InstantSource.system()));
    for (int attempt = 0; attempt < 2; attempt++) {
      AuthConnector runner = cephx.connector(EntityType.MON);
      runner.request();
      assertThatThrownBy(() -> done(runner, 11)).isInstanceOf(ProtocolException.class);
    }
  }

  @Test
  void does_not_concern_peers_that_are_no_monitors() {
    assertThat(done(runner(EntityType.MON), 11)).isEqualTo(11);

    assertThat(done(runner(EntityType.OSD), 0)).isEqualTo(11);
    assertThat(done(runner(EntityType.OSD), 0)).isEqualTo(11);
  }

  private AuthConnector runner(EntityType peer) {
    AuthConnector connector = race.connector(peer);
    connector.request();
    return connector;
  }

  private static long done(AuthConnector connector, long globalId) {
    return connector.done(globalId, ConnectionMode.CRC, new byte[0]).globalId();
  }

  /** Returns the number that the next login claims, out of its request. */
  private long globalIdShown() {
    AuthRequest request = race.connector(EntityType.MON).request();
    WireReader reader = new WireReader(Unpooled.wrappedBuffer(request.payload()));
    reader.u8();
    EntityName.read(reader);
    return reader.u64();
  }
}
