// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ThrottleTest {
  private final Throttle throttle = Throttle.of(10);
  private final List<String> granted = new ArrayList<>();

  @Test
  void grants_up_to_the_limit() {
    assertThat(throttle.tryAcquire(4)).isTrue();
    assertThat(throttle.tryAcquire(6)).isTrue();
    assertThat(throttle.inUse()).isEqualTo(10);
    assertThat(throttle.tryAcquire(1)).isFalse();
    throttle.release(4);
    assertThat(throttle.tryAcquire(5)).isFalse();
    assertThat(throttle.tryAcquire(4)).isTrue();
    assertThat(throttle.inUse()).isEqualTo(10);
  }

  @Test
  void more_than_the_limit_is_granted_while_no_more_than_the_limit_is_in_use() {
    throttle.tryAcquire(10);
    assertThat(throttle.tryAcquire(11)).isTrue();
    assertThat(throttle.inUse()).isEqualTo(21);
    assertThat(throttle.tryAcquire(11)).isFalse();
    throttle.release(10);
    assertThat(throttle.tryAcquire(11)).as("11 in use").isFalse();
    throttle.release(1);
    assertThat(throttle.tryAcquire(11)).as("10 in use").isTrue();
  }

  @Test
  void as_much_as_the_limit_needs_all_of_it() {
    throttle.tryAcquire(1);
    assertThat(throttle.tryAcquire(10)).isFalse();
    throttle.release(1);
    assertThat(throttle.tryAcquire(10)).isTrue();
  }

  @Test
  void nothing_is_always_granted() {
    throttle.tryAcquire(100);
    await("a", 5);
    assertThat(throttle.tryAcquire(0)).isTrue();
    await("nothing", 0);
    throttle.release(0);
    assertThat(granted).containsExactly("nothing");
    assertThat(throttle.inUse()).isEqualTo(100);
  }

  @Test
  void grants_at_once_what_there_is_room_for() {
    await("a", 3);
    assertThat(granted).containsExactly("a");
    assertThat(throttle.inUse()).isEqualTo(3);
  }

  @Test
  void those_who_wait_are_served_in_order_and_once() {
    throttle.tryAcquire(10);
    await("a", 3);
    await("b", 8);
    await("c", 1);
    assertThat(granted).isEmpty();

    throttle.release(5);
    assertThat(granted).as("c has to wait behind b").containsExactly("a");
    assertThat(throttle.inUse()).isEqualTo(8);
    throttle.release(8);
    assertThat(granted).containsExactly("a", "b", "c");
    assertThat(throttle.inUse()).isEqualTo(9);
    throttle.release(9);
    assertThat(granted).hasSize(3);
    assertThat(throttle.inUse()).isZero();
  }

  @Test
  void nobody_overtakes_those_who_wait() {
    throttle.tryAcquire(8);
    await("a", 3);
    assertThat(throttle.tryAcquire(1)).isFalse();
    await("b", 1);
    assertThat(granted).isEmpty();
    throttle.release(8);
    assertThat(granted).containsExactly("a", "b");
    assertThat(throttle.tryAcquire(6)).isTrue();
  }

  @Test
  void what_is_cancelled_is_not_granted() {
    Runnable first = () -> granted.add("first");
    throttle.tryAcquire(10);
    throttle.await(5, first);
    assertThat(throttle.cancel(first)).isTrue();
    assertThat(throttle.cancel(first)).isFalse();
    throttle.release(10);
    assertThat(granted).isEmpty();
    assertThat(throttle.inUse()).isZero();
  }

  @Test
  void what_was_granted_cannot_be_cancelled() {
    Runnable first = () -> granted.add("first");
    throttle.await(5, first);
    assertThat(throttle.cancel(first)).isFalse();
    assertThat(throttle.inUse()).isEqualTo(5);
  }

  @Test
  void those_behind_one_that_cancels_get_their_turn() {
    Runnable large = () -> granted.add("large");
    throttle.tryAcquire(5);
    throttle.await(9, large);
    await("small", 5);
    throttle.cancel(large);
    assertThat(granted).containsExactly("small");
    assertThat(throttle.tryAcquire(0)).isTrue();
    throttle.release(5);
    assertThat(throttle.tryAcquire(5)).isTrue();
  }

  @Test
  void one_that_is_granted_may_ask_again() {
    throttle.tryAcquire(10);
    throttle.await(
        1,
        () -> {
          granted.add("a");
          await("b", 10);
        });
    throttle.release(10);
    assertThat(granted).containsExactly("a");
    throttle.release(1);
    assertThat(granted).containsExactly("a", "b");
  }

  @Test
  @Timeout(60)
  void nobody_is_forgotten_who_comes_while_room_is_made() throws InterruptedException {
    Throttle narrow = Throttle.of(1);
    narrow.tryAcquire(1);
    AtomicInteger turns = new AtomicInteger();
    AtomicInteger grants = new AtomicInteger();
    int rounds = 100_000;
    Thread other =
        new Thread(
            () -> {
              for (int turn = 1; turn <= rounds; turn++) {
                spinUntil(turns, turn);
                narrow.release(1);
              }
            });
    other.setDaemon(true);
    other.start();
    for (int turn = 1; turn <= rounds; turn++) {
      turns.set(turn);
      narrow.await(1, grants::incrementAndGet);
      spinUntil(grants, turn);
    }
    other.join();
    assertThat(narrow.inUse()).isOne();
  }

  @Test
  void cannot_be_given_back_more_than_is_in_use() {
    throttle.tryAcquire(2);
    assertThatThrownBy(() -> throttle.release(3)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void has_a_limit_that_lets_something_in() {
    assertThatThrownBy(() -> Throttle.of(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void an_unlimited_one_neither_refuses_nor_counts() {
    Throttle unlimited = Throttle.UNLIMITED;
    assertThat(unlimited.tryAcquire(Long.MAX_VALUE)).isTrue();
    unlimited.await(Long.MAX_VALUE, () -> granted.add("a"));
    assertThat(granted).containsExactly("a");
    unlimited.release(5);
    assertThat(unlimited.inUse()).isZero();
    assertThat(unlimited.isUnlimited()).isTrue();
  }

  @Test
  void says_how_much_is_in_use() {
    throttle.tryAcquire(3);
    assertThat(throttle).hasToString("3 of 10");
    assertThat(Throttle.UNLIMITED).hasToString("unlimited");
  }

  private static void spinUntil(AtomicInteger value, int wanted) {
    while (value.get() < wanted) {
      Thread.onSpinWait();
      if (Thread.currentThread().isInterrupted()) {
        throw new AssertionError("nobody came for round " + wanted);
      }
    }
  }

  private void await(String name, long amount) {
    throttle.await(amount, () -> granted.add(name));
  }
}
