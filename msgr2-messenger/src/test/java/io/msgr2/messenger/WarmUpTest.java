// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  private final BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
  private final OnceInBackground work =
      new OnceInBackground("test-warm-up", () -> threads.add(Thread.currentThread()));

  @Test
  void is_done_once_however_often_it_is_asked_for() throws Exception {
    work.begin();
    work.begin();
    Ends.await(work.done());
    work.begin();

    // Those that have not got to their work yet first, so that none is missed.
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> thread.getName().equals("test-warm-up"))
        .isSubsetOf(threads);
    assertThat(threads).hasSize(1);
  }

  @Test
  void leaves_no_thread_and_does_not_keep_the_process() throws Exception {
    work.begin();

    Thread thread = threads.poll(Ends.DEADLINE_SECONDS, TimeUnit.SECONDS);
    assertThat(thread.isDaemon()).isTrue();
    thread.join(TimeUnit.SECONDS.toMillis(Ends.DEADLINE_SECONDS));
    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void of_the_cipher_comes_with_the_first_secure_connection() throws Exception {
    try (Messenger server = Ends.server(Security.FIXED_SECURE).build();
        Messenger client = Ends.client(Security.FIXED_SECURE).build()) {
      Ends.await(Ends.dial(client, Ends.listen(server)).ready());

      Ends.await(MessengerContext.AEAD_WARM_UP.done());
    }
  }
}
