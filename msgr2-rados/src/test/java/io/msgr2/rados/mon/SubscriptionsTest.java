// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.rados.message.MMonSubscribe;
import io.msgr2.rados.message.MMonSubscribe.Want;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {
  private final Subscriptions subscriptions = new Subscriptions("host");

  @Test
  void tells_a_monitor_everything_once() {
    subscriptions.want("config", Want.from(0));
    subscriptions.want("monmap", Want.from(0));

    assertThat(subscriptions.takeUnsent())
        .contains(
            new MMonSubscribe(Map.of("config", Want.from(0), "monmap", Want.from(0)), "host"));
    assertThat(subscriptions.takeUnsent()).isEmpty();
  }

  @Test
  void asks_for_the_version_after_one_that_came_before_it_asked() {
    subscriptions.want("monmap", Want.from(0));
    subscriptions.got("monmap", 7);

    assertThat(subscriptions.takeUnsent())
        .contains(new MMonSubscribe(Map.of("monmap", Want.from(8)), "host"));
  }

  @Test
  void tells_the_next_monitor_everything_again_from_the_version_after_the_last() {
    subscriptions.want("config", Want.from(0));
    subscriptions.want("monmap", Want.from(0));
    subscriptions.takeUnsent();
    subscriptions.got("monmap", 7);
    subscriptions.got("monmap", 5);

    subscriptions.sessionLost();

    assertThat(subscriptions.takeUnsent())
        .contains(
            new MMonSubscribe(Map.of("config", Want.from(0), "monmap", Want.from(8)), "host"));
  }

  @Test
  void forgets_what_was_wanted_once_when_it_has_come() {
    subscriptions.want("osdmap", Want.once(0));
    subscriptions.takeUnsent();
    subscriptions.sessionLost();
    assertThat(subscriptions.takeUnsent())
        .contains(new MMonSubscribe(Map.of("osdmap", Want.once(0)), "host"));

    subscriptions.got("osdmap", 3);
    subscriptions.got("unknown", 3);
    subscriptions.sessionLost();

    assertThat(subscriptions.takeUnsent()).isEmpty();
  }

  @Test
  void tells_only_what_is_new() {
    subscriptions.want("config", Want.from(0));
    subscriptions.takeUnsent();

    subscriptions.want("osdmap", Want.once(0));

    assertThat(subscriptions.takeUnsent())
        .contains(new MMonSubscribe(Map.of("osdmap", Want.once(0)), "host"));
  }
}
