// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.msgr2.session.Message;
import io.msgr2.session.Policy;
import io.msgr2.testkit.proxy.Fault;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A queue with a limit, to a peer that acknowledges nothing for a while. */
class SendQueueTest {
  private static final int LIMIT = 5;
  private static final Duration LONG = Duration.ofSeconds(Ends.DEADLINE_SECONDS);

  private static Proxied client(int messages, long bytes) throws Exception {
    return Proxied.start(
        Proxied.builder(1, Policy.losslessClient(), Security.NONE_CRC)
            .sendQueueLimit(messages, bytes));
  }

  private static Proxied server() throws Exception {
    return Proxied.start(Proxied.builder(2, Policy.statefulServer(), Security.NONE_CRC));
  }

  private static Connection fill(Proxied client, Proxied server) throws Exception {
    Connection there = client.connect(server);
    Ends.await(there.ready());
    server.proxy().inject(Fault.BLACK_HOLE);
    for (int i = 0; i < LIMIT; i++) {
      assertThat(there.trySend(Answers.request(i, 100))).isEqualTo(Sending.QUEUED);
    }
    return there;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void refuses_or_waits_when_it_is_full(boolean byCount) throws Exception {
    try (Proxied client = byCount ? client(LIMIT, 1 << 20) : client(1 << 20, LIMIT * 100);
        Proxied server = server()) {
      Connection there = fill(client, server);
      Message next = Answers.request(LIMIT, 100);

      assertThat(there.trySend(next)).isEqualTo(Sending.FULL);
      assertThat(there.send(next, Duration.ofMillis(20))).isEqualTo(Sending.FULL);
      CompletableFuture<Sending> sending = sendPatiently(there, next);
      server.proxy().resume();

      assertThat(Ends.await(sending)).isEqualTo(Sending.QUEUED);
      server.journal().awaitMessages(LIMIT + 1);
    }
  }

  @Test
  void those_who_wait_hear_of_the_end() throws Exception {
    try (Proxied client = client(LIMIT, 1 << 20);
        Proxied server = server()) {
      Connection there = fill(client, server);
      CompletableFuture<Sending> sending = sendPatiently(there, Answers.request(LIMIT, 100));

      there.markDown();

      assertThat(Ends.await(sending)).isEqualTo(Sending.CLOSED);
      assertThat(there.trySend(Answers.request(0, 1))).isEqualTo(Sending.CLOSED);
    }
  }

  @Test
  void a_message_that_is_too_long_goes_alone() throws Exception {
    try (Proxied client = client(LIMIT, 10);
        Proxied server = server()) {
      Connection there = client.connect(server);
      for (int i = 0; i < 20; i++) {
        assertThat(there.send(Answers.request(i, 100), LONG)).isEqualTo(Sending.QUEUED);
      }
      server.journal().awaitMessages(20);
    }
  }

  @Test
  void an_event_loop_does_not_wait() throws Exception {
    try (Proxied client = client(LIMIT, 10);
        Proxied server = server()) {
      Connection there = client.connect(server);
      for (EventExecutor loop : ((SessionConnection) there).loop().parent()) {
        Message message = Answers.request(0, 1);
        assertThatThrownBy(() -> loop.submit(() -> there.send(message, LONG)).get())
            .hasRootCauseInstanceOf(IllegalStateException.class);
        message.release();
      }
    }
  }

  private static CompletableFuture<Sending> sendPatiently(Connection there, Message message) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return there.send(message, LONG);
          } catch (InterruptedException e) {
            throw new CompletionException(e);
          }
        });
  }
}
