// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.session.Message;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MailboxTest {
  private final AtomicInteger wakeUps = new AtomicInteger();
  private final Mailbox mailbox = new Mailbox(wakeUps::incrementAndGet);

  @Test
  void wakes_the_loop_once_for_all_messages_before_it_looks() {
    for (int i = 0; i < 100; i++) {
      mailbox.add(message(i));
    }
    assertThat(wakeUps).hasValue(1);

    mailbox.leave();
    for (int i = 0; i < 100; i++) {
      assertThat(mailbox.poll().tid()).isEqualTo(i);
    }
    assertThat(mailbox.poll()).isNull();
  }

  @Test
  void wakes_the_loop_again_after_it_looked() {
    mailbox.add(message(1));
    mailbox.leave();
    mailbox.poll();

    mailbox.add(message(2));

    assertThat(wakeUps).hasValue(2);
  }

  @Test
  void does_not_wake_a_loop_that_will_look_anyway() {
    mailbox.attend();
    mailbox.add(message(1));
    assertThat(wakeUps).hasValue(0);

    mailbox.leave();
    mailbox.add(message(2));
    assertThat(wakeUps).hasValue(1);
  }

  private static Message message(int tid) {
    return Message.builder(2).tid(tid).build();
  }
}
