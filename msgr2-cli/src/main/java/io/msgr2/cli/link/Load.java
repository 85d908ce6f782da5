// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  private final LongAdder remoteResets = new LongAdder();
  private final LongAdder duplicates = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final Optional<Cuts> cuts;
  private final List<String> complaints = new ArrayList<>();
  private final CountDownLatch unfinished;
  private volatile boolean stopping;

  /**
   * @param depth requests in flight on each connection
   * @param sizeBytes data in each request
   * @param sameData whether answers must carry the request's data, or none
   * @param cuts what cuts the connections, if anything does
   */
  Load(int connections, int depth, int sizeBytes, boolean sameData, Optional<Cuts> cuts) {
    this.cuts = cuts;
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

  /**
   * Returns the data of a request, for the caller to own.
   *
   * @param tid begins it, if requests are told apart by their data, too
   */
  ByteBuf data(long tid) {
    if (!isNumbered()) {
      return data.retainedSlice();
    }
    return PooledByteBufAllocator.DEFAULT
        .directBuffer(data.readableBytes())
        .writeLong(tid)
        .writeBytes(data, Long.BYTES, data.readableBytes() - Long.BYTES);
  }

  /** Returns whether an answer carries what it should. */
  boolean isRight(ByteBuf answer, long tid) {
    if (!sameData) {
      return !answer.isReadable();
    }
    if (!isNumbered()) {
      return answer.equals(data);
    }
    return answer.readableBytes() == data.readableBytes()
        && answer.getLong(answer.readerIndex()) == tid
        && ByteBufUtil.equals(
            answer,
            answer.readerIndex() + Long.BYTES,
            data,
            Long.BYTES,
            data.readableBytes() - Long.BYTES);
  }

  private boolean isNumbered() {
    return cuts.isPresent() && sameData && data.readableBytes() >= Long.BYTES;
  }

  /** Says what an answer should carry, and what it does. */
  String difference(ByteBuf answer) {
    int expected = sameData ? data.readableBytes() : 0;
    int got = answer.readableBytes();
    if (expected == got) {
      return "its " + got + " bytes of data are not those of the request";
    }
    boolean otherReply = got == (sameData ? 0 : data.readableBytes());
    return "expected "
        + expected
        + " bytes of data, got "
        + got
        + (otherReply ? ", as with --reply " + (sameData ? "empty" : "same") : "");
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
    cuts.ifPresent(it -> it.answered(answered.sum()));
  }

  /** Counts an answer that had come before. */
  void countDuplicate() {
    duplicates.increment();
  }

  /** Counts answers that did not come. */
  void countLost(long count) {
    lost.add(count);
  }

  /** Counts a peer that has lost its session. */
  void countRemoteReset() {
    remoteResets.increment();
  }

  long remoteResets() {
    return remoteResets.sum();
  }

  long duplicates() {
    return duplicates.sum();
  }

  long lost() {
    return lost.sum();
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
