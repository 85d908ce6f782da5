// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;

/**
 * What all connections of a load have in common: the requests to send, and the count of the
 * answers. Safe for use by several threads. To be closed when no request can be on its way.
 */
final class Load implements AutoCloseable {
  private static final int MAX_COMPLAINTS = 3;

  private final int depth;
  private final boolean sameData;
  private final ByteBuf data;
  private final LongAdder answered = new LongAdder();
  private final LongAdder errors = new LongAdder();
  private final LongAdder resets = new LongAdder();
  private final List<String> complaints = new ArrayList<>();
  private final CountDownLatch unfinished;
  private volatile boolean stopping;

  /**
   * @param depth requests in flight on each connection
   * @param sizeBytes data in each request
   * @param sameData whether answers must carry the request's data, or none
   */
  Load(int connections, int depth, int sizeBytes, boolean sameData) {
    this.depth = depth;
    this.sameData = sameData;
    this.unfinished = new CountDownLatch(connections);
    // In native memory, from where the network takes it without a copy.
    data = Unpooled.directBuffer(Math.max(1, sizeBytes));
    for (int i = 0; i < sizeBytes; i++) {
      data.writeByte((byte) (i * 31 + (i >>> 12)));
    }
  }

  int depth() {
    return depth;
  }

  /** Returns the data of a request, for the caller to own. */
  ByteBuf data() {
    return data.retainedSlice();
  }

  /** Returns whether an answer carries what it should. */
  boolean isRight(ByteBuf answer) {
    return sameData ? answer.equals(data) : !answer.isReadable();
  }

  /** Says what an answer should carry, and what it does. */
  String difference(ByteBuf answer) {
    int expected = sameData ? data.readableBytes() : 0;
    int got = answer.readableBytes();
    return expected == got
        ? "its " + got + " bytes of data are not those of the request"
        : "expected " + expected + " bytes of data, got " + got;
  }

  boolean stopping() {
    return stopping;
  }

  /** Makes all connections send nothing more. */
  void stop() {
    stopping = true;
  }

  void countAnswer() {
    answered.increment();
  }

  /** Counts answers that were wrong, or did not come, for a reason that is remembered. */
  void countErrors(long count, String complaint) {
    errors.add(count);
    synchronized (complaints) {
      if (complaints.size() < MAX_COMPLAINTS) {
        complaints.add(complaint);
      }
    }
  }

  void countReset() {
    resets.increment();
  }

  /** Says that a connection has all its answers, or will get no more. */
  void finished() {
    unfinished.countDown();
  }

  CountDownLatch unfinished() {
    return unfinished;
  }

  long answered() {
    return answered.sum();
  }

  long errors() {
    return errors.sum();
  }

  long resets() {
    return resets.sum();
  }

  /** Returns the first reasons of errors. */
  List<String> complaints() {
    synchronized (complaints) {
      return List.copyOf(complaints);
    }
  }

  @Override
  public void close() {
    data.release();
  }
}
