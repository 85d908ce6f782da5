// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SendQueueTest {
  private final SendQueue queue = new SendQueue();

  private static Message message(int priority, long tid) {
    return Message.builder(2).priority(priority).tid(tid).build();
  }

  private List<Long> removeAll() {
    List<Long> tids = new ArrayList<>();
    for (Message next = queue.peek(); next != null; next = queue.peek()) {
      assertThat(queue.remove()).isSameAs(next);
      tids.add(next.tid());
    }
    return tids;
  }

  @Test
  void messages_of_one_priority_keep_their_order() {
    for (int i = 0; i < 100; i++) {
      queue.add(message(127, i));
    }
    assertThat(removeAll()).hasSize(100).isSorted();
    assertThat(queue.size()).isZero();
  }

  @Test
  void an_urgent_message_overtakes_all_that_wait() {
    for (int i = 0; i < 100; i++) {
      queue.add(message(63, i));
    }
    queue.add(message(255, 100));
    queue.add(message(196, 101));
    queue.add(message(64, 102));
    assertThat(removeAll()).startsWith(100L, 101L, 102L, 0L).hasSize(103);
  }

  @Test
  void a_priority_that_was_empty_is_used_again() {
    queue.add(message(127, 1));
    queue.add(message(63, 2));
    assertThat(queue.remove().tid()).isEqualTo(1);
    queue.add(message(127, 3));
    assertThat(removeAll()).containsExactly(3L, 2L);
  }

  @Test
  void what_is_to_be_sent_again_comes_before_everything_else_in_its_old_order() {
    queue.add(message(255, 3));
    queue.addAgain(message(63, 2));
    queue.addAgain(message(63, 1));
    assertThat(queue.size()).isEqualTo(3);
    assertThat(removeAll()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void what_was_received_is_taken_from_what_is_to_be_sent_again_alone() {
    queue.add(message(127, 2));
    queue.addAgain(message(127, 1));
    assertThat(queue.removeAgain().tid()).isEqualTo(1);
    assertThat(queue.removeAgain()).isNull();
    assertThat(queue.size()).isEqualTo(1);
  }

  @Test
  void messages_are_given_back_when_the_queue_is_cleared() {
    ByteBuf first = Unpooled.buffer(1).writeByte(1);
    ByteBuf again = Unpooled.buffer(1).writeByte(1);
    queue.add(Message.builder(2).data(first).build());
    queue.addAgain(Message.builder(2).data(again).build());
    queue.clear();
    assertThat(queue.size()).isZero();
    assertThat(queue.peek()).isNull();
    assertThat(first.refCnt()).isZero();
    assertThat(again.refCnt()).isZero();
  }
}
