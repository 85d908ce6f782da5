// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.session.Message;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps the transaction ids of messages, and what else happened, for a test to wait for. */
final class Echoes implements Handler {
  private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

  @Override
  public void message(Connection connection, Message message) {
    Answers.check(message);
    events.add(message.tid());
  }

  @Override
  public void reset(Connection connection, ConnectionException why) {
    events.add(why);
  }

  @Override
  public void refused(Connection connection, ConnectionException why) {
    events.add(why);
  }

  /** Returns the next event, waiting for it: a transaction id, or the end of a connection. */
  Object next() throws InterruptedException {
    return events.poll(Ends.DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  void assertNoMore() {
    assertThat(events).isEmpty();
  }
}
