// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.link;

import io.msgr2.messenger.Connection;
import io.msgr2.session.Message;
import org.HdrHistogram.Histogram;

/**
 * One connection of a load. It keeps as many requests in flight as it may and checks the answers,
 * which have to come in the order of the requests: those carry 1, 2, 3, ... as transaction ids.
 * Safe for use by several threads, since the first requests are sent by another one than the rest.
 */
final class LoadConnection {
  static final int LATENCY_DIGITS = 3;

  private final Load load;
  private final long quota;
  private final long[] sentNanos;
  private final Histogram latencies = new Histogram(LATENCY_DIGITS);
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
    fill(connection);
  }

  /** Takes an answer and sends the next request. */
  synchronized void answer(Connection connection, Message answer) {
    long tid = answer.tid();
    if (answer.type() != EchoHandler.PING || tid <= answered || tid > sent) {
      load.countErrors(1, where(connection) + "expected " + inFlight() + ", got " + answer);
      if (tid <= answered) {
        load.countDuplicate();
      }
      return;
    }
    if (tid > answered + 1) {
      long skipped = tid - answered - 1;
      load.countLost(skipped);
      load.countErrors(skipped, where(connection) + "expected " + inFlight() + ", got " + answer);
    }
    if (!load.isRight(answer.data(), tid)) {
      String difference = load.difference(answer.data());
      load.countErrors(1, where(connection) + "answer to request " + tid + ": " + difference);
    }
    latencies.recordValue((System.nanoTime() - sentNanos[slot(tid)]) / 1000);
    answered = tid;
    load.countAnswer();
    fill(connection);
  }

  /** Gives up: what is not answered yet will not be. Does nothing once all is answered. */
  synchronized void giveUp(Connection connection, String why) {
    if (!finished) {
      finished = true;
      load.countLost(sent - answered);
      load.countErrors(
          Math.max(1, sent - answered), where(connection) + "expected " + inFlight() + ", " + why);
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

  private void fill(Connection connection) {
    while (!finished && sent - answered < load.depth() && sent < quota && !load.stopping()) {
      sent++;
      sentNanos[slot(sent)] = System.nanoTime();
      Message request = Message.builder(EchoHandler.PING).tid(sent).data(load.data(sent)).build();
      if (!connection.send(request)) {
        giveUp(connection, "the connection is closed");
      }
    }
    if (!finished && sent == answered) {
      finished = true;
      load.finished();
    }
  }

  private int slot(long tid) {
    return (int) (tid % sentNanos.length);
  }

  private String inFlight() {
    return sent == answered
        ? "nothing"
        : "the answer to request " + (answered + 1) + " of " + sent + " sent";
  }

  private static String where(Connection connection) {
    return connection.peerType() + " at " + connection.peerAddresses() + ": ";
  }
}
