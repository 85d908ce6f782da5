// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityNumber;
import io.msgr2.address.EntityType;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionPeerTest {
  private static EntityNumber osd(long number) {
    return new EntityNumber(EntityType.OSD, number);
  }

  @Test
  void an_osd_at_the_address_of_another_one_is_not_that_one() {
    assertThat(SessionPeer.canBe(Optional.of(osd(1)), osd(3))).isFalse();
    assertThat(SessionPeer.canBe(Optional.of(osd(1)), osd(1))).isTrue();
  }

  @Test
  void who_has_had_no_number_can_be_anybody() {
    assertThat(SessionPeer.canBe(Optional.empty(), osd(3))).isTrue();
    assertThat(SessionPeer.canBe(Optional.of(osd(EntityNumber.UNASSIGNED)), osd(3))).isTrue();
    assertThat(SessionPeer.canBe(Optional.of(osd(3)), osd(EntityNumber.UNASSIGNED))).isTrue();
  }

  @Test
  void a_client_gets_another_number_when_it_logs_in_anew() {
    var before = new EntityNumber(EntityType.CLIENT, 4_000);
    var now = new EntityNumber(EntityType.CLIENT, 4_001);
    assertThat(SessionPeer.canBe(Optional.of(before), now)).isTrue();
  }
}
