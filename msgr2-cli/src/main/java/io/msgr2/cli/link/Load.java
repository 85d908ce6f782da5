// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;

/**
 * What all connections of a load have in common: the requests to send, and the count of the
 * answers.
 */
final class Load {
  private final int depth;
  private final boolean sameData;
  private final ByteBuf data;
  private final LongAdder answered = new LongAdder();
  private final LongAdder errors = new LongAdder();
  private final LongAdder resets = new LongAdder();
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
    data = Unpooled.unreleasableBuffer(Unpooled.directBuffer(Math.max(1, sizeBytes)));
    for (int i = 0; i < sizeBytes; i++) {
      data.writeByte((byte) (i * 31 + (i >>> 12)));
    }
  }

  int depth() {
    return depth;
  }

  /** Returns the data of a request; each owner releases its own. */
  ByteBuf data() {
    return data.slice();
  }

  /** Returns whether an answer carries what it should. */
  boolean isRight(ByteBuf answer) {
    return sameData ? answer.equals(data) : !answer.isReadable();
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

  void countErrors(long count) {
    errors.add(count);
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
}
