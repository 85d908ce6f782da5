// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.link;

import io.msgr2.messenger.Connection;
import io.msgr2.session.Message;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * One connection of a load. It keeps as many requests in flight as it may and checks the answers,
 * which have to come in the order of the requests. Safe for use by several threads, since the first
 * requests are sent by another one than the rest.
 */
final class LoadConnection {
  static final long MAX_LATENCY_MICROS = TimeUnit.MINUTES.toMicros(10);

  private final Load load;
  private final long quota;
  private final long[] sentNanos;
  private final Histogram latencies = new Histogram(MAX_LATENCY_MICROS, 3);
  private long sent;
  private long answered;
  private boolean finished;

  /**
   * @param quota how many requests to send at most
   */
  LoadConnection(Load load, long quota) {
    this.load = load;
    this.quota = quota;
    this.sentNanos = new long[load.depth()];
  }

  /** Sends the first requests. */
  synchronized void start(Connection connection) {
    while (sent < load.depth() && mayRequest()) {
      request(connection);
    }
    finishIfDone();
  }

  /** Takes an answer and sends the next request. */
  synchronized void answer(Connection connection, Message answer) {
    if (answer.type() != EchoHandler.PING
        || answer.tid() != answered + 1
        || !load.isRight(answer.data())) {
      load.countErrors(1);
    }
    long micros = (System.nanoTime() - sentNanos[slot(answered)]) / 1000;
    latencies.recordValue(Math.min(micros, MAX_LATENCY_MICROS));
    answered++;
    load.countAnswer();
    if (mayRequest()) {
      request(connection);
    }
    finishIfDone();
  }

  /** Gives up: what is not answered yet will not be. Does nothing once all is answered. */
  synchronized void giveUp() {
    if (!finished) {
      finished = true;
      load.countErrors(Math.max(1, sent - answered));
      load.finished();
    }
  }

  /** Forgets the times from requests to answers so far. */
  synchronized void forgetLatencies() {
    latencies.reset();
  }

  /** Adds the times from requests to answers. */
  synchronized void addLatenciesTo(Histogram sum) {
    sum.add(latencies);
  }

  private boolean mayRequest() {
    return sent < quota && !load.stopping();
  }

  private void request(Connection connection) {
    sentNanos[slot(sent)] = System.nanoTime();
    sent++;
    connection.send(Message.builder(EchoHandler.PING).tid(sent).data(load.data()).build());
  }

  private int slot(long index) {
    return (int) (index % sentNanos.length);
  }

  private void finishIfDone() {
    if (!finished && sent == answered && !mayRequest()) {
      finished = true;
      load.finished();
    }
  }
}
