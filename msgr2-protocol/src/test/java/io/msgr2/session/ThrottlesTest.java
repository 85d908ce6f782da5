// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.Seed;
import io.msgr2.frame.MessageGate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ThrottlesTest {
  private static final long EACH = Throttles.MESSAGE_BYTES;

  private final Throttle messages = Throttle.of(2);
  private final Throttle bytes = Throttle.of(100);
  private final Throttle dispatch = Throttle.of(150 + 3 * EACH);
  private final Throttles throttles = new Throttles(messages, bytes, dispatch);
  private final Throttles others = new Throttles(Throttle.UNLIMITED, Throttle.UNLIMITED, dispatch);
  private final AtomicInteger wakes = new AtomicInteger();
  private final MessageGate gate = throttles.gate(wakes::incrementAndGet);

  @Test
  void a_message_takes_up_room_in_all_of_them() {
    assertThat(gate.admit(60)).isTrue();
    expectInUse(1, 60, 60 + EACH);
    gate.giveBack(60);
    expectInUse(0, 0, 0);
    assertThat(wakes).hasValue(0);
  }

  @Test
  void what_one_refuses_takes_up_nothing() {
    throttles.tryAcquire(50);
    assertThat(throttles.tryAcquire(51)).as("bytes").isFalse();
    expectInUse(1, 50, 50 + EACH);
    others.tryAcquire(100);
    assertThat(throttles.tryAcquire(1)).as("dispatch").isFalse();
    expectInUse(1, 50, 150 + 2 * EACH);
    assertThat(throttles.tryAcquire(0)).isTrue();
    assertThat(throttles.tryAcquire(0)).as("messages").isFalse();
    expectInUse(2, 50, 150 + 3 * EACH);
  }

  @Test
  void one_that_waits_keeps_its_place_in_the_throttles_before() {
    throttles.tryAcquire(90);
    assertThat(gate.admit(20)).isFalse();
    expectInUse(2, 90, 90 + EACH);
    assertThat(throttles.tryAcquire(0)).isFalse();
    assertThat(gate.admit(20)).isFalse();
    expectInUse(2, 90, 90 + EACH);

    throttles.release(90);
    assertThat(wakes).hasValue(1);
    expectInUse(1, 20, 20 + EACH);
    assertThat(gate.admit(20)).isTrue();
    expectInUse(1, 20, 20 + EACH);
    gate.giveBack(20);
    expectInUse(0, 0, 0);
  }

  @Test
  void one_may_wait_in_each_of_them_in_turn() {
    throttles.tryAcquire(50);
    throttles.tryAcquire(50);
    others.tryAcquire(50);
    assertThat(gate.admit(40)).isFalse();
    messages.release(1);
    expectInUse(2, 100, 150 + 3 * EACH);
    bytes.release(50);
    expectInUse(2, 90, 150 + 3 * EACH);
    assertThat(wakes).hasValue(0);
    others.release(50);
    expectInUse(2, 90, 140 + 3 * EACH);
    assertThat(wakes).hasValue(1);
    assertThat(gate.admit(40)).isTrue();
  }

  @Test
  void one_that_withdraws_gives_back_what_it_got_while_it_waited() {
    throttles.tryAcquire(90);
    gate.admit(20);
    gate.withdraw();
    expectInUse(1, 90, 90 + EACH);
    throttles.release(90);
    expectInUse(0, 0, 0);
    assertThat(wakes).hasValue(0);
  }

  @Test
  void one_that_withdraws_gives_back_what_it_was_granted() {
    throttles.tryAcquire(90);
    gate.admit(20);
    throttles.release(90);
    gate.withdraw();
    expectInUse(0, 0, 0);
    gate.withdraw();
    expectInUse(0, 0, 0);
  }

  @Test
  void one_that_withdraws_lets_others_pass() {
    MessageGate second = throttles.gate(wakes::incrementAndGet);
    throttles.tryAcquire(60);
    assertThat(gate.admit(50)).isFalse();
    messages.release(1);
    assertThat(second.admit(10)).isFalse();
    gate.withdraw();
    assertThat(wakes).hasValue(1);
    assertThat(second.admit(10)).isTrue();
  }

  @Test
  void connections_are_served_in_the_order_they_came() {
    List<String> served = new ArrayList<>();
    throttles.tryAcquire(90);
    MessageGate large = throttles.gate(() -> served.add("large"));
    MessageGate small = throttles.gate(() -> served.add("small"));
    large.admit(95);
    small.admit(10);
    throttles.release(90);
    assertThat(served).containsExactly("large");
    large.admit(95);
    large.giveBack(95);
    assertThat(served).containsExactly("large", "small");
  }

  @Test
  void unlimited_ones_are_an_open_gate() {
    assertThat(Throttles.UNLIMITED.gate(wakes::incrementAndGet)).isSameAs(MessageGate.OPEN);
    assertThat(gate).isNotSameAs(MessageGate.OPEN);
  }

  /** Nobody is forgotten, nothing is lost, and no more is in use than may be. */
  @Test
  @Timeout(60)
  void connections_on_several_threads_share_them() throws Exception {
    int connections = 8;
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    try {
      Random seeds = Seed.random("connections_on_several_threads_share_them");
      List<Callable<Integer>> tasks = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        Random random = new Random(seeds.nextLong());
        tasks.add(() -> receive(random, 5000));
      }
      int waited = 0;
      for (Future<Integer> task : threads.invokeAll(tasks)) {
        waited += task.get();
      }
      assertThat(waited).as("how often somebody had to wait").isGreaterThan(connections);
      expectInUse(0, 0, 0);
      assertThat(throttles.tryAcquire(100)).as("nobody is left waiting").isTrue();
      assertThat(dispatch.tryAcquire(50)).isTrue();
    } finally {
      threads.shutdownNow();
    }
  }

  /** Receives messages one after the other, and gives some of them up while it waits. */
  private int receive(Random random, int count) throws InterruptedException {
    Semaphore wake = new Semaphore(0);
    MessageGate own = throttles.gate(wake::release);
    int waited = 0;
    for (int i = 0; i < count; i++) {
      int size = random.nextInt(120);
      boolean patient = random.nextInt(8) > 0;
      boolean admitted = own.admit(size);
      while (!admitted && patient) {
        assertThat(wake.tryAcquire(30, TimeUnit.SECONDS)).as("woken").isTrue();
        waited++;
        admitted = own.admit(size);
      }
      if (admitted) {
        assertThat(messages.inUse()).isBetween(1L, 2L);
        own.giveBack(size);
      } else {
        own.withdraw();
      }
    }
    return waited;
  }

  private void expectInUse(long messageCount, long policyBytes, long dispatchBytes) {
    assertThat(List.of(messages.inUse(), bytes.inUse(), dispatch.inUse()))
        .containsExactly(messageCount, policyBytes, dispatchBytes);
  }
}
