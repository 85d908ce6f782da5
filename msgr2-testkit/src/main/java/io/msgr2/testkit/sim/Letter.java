// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.sim;

import io.msgr2.session.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** A message as the judge follows it. Its content follows from its number. */
final class Letter {
  private static final int TYPE = 70;
  private static final long NEVER = Long.MAX_VALUE;

  private final long number;
  private final Lane lane;
  private final int index;
  private final int bytes;
  private final long sentAt;
  private boolean delivered;
  private long droppedAt = NEVER;

  /**
   * Creates a message.
   *
   * @param number no other message has the same
   * @param lane which messages it is in order with
   * @param index its place among them
   * @param bytes how long it is
   * @param sentAt the moment at which it was sent
   */
  Letter(long number, Lane lane, int index, int bytes, long sentAt) {
    this.number = number;
    this.lane = lane;
    this.index = index;
    this.bytes = bytes;
    this.sentAt = sentAt;
  }

  /** Returns what is to be sent. */
  static Message message(long number, int priority, int bytes, ByteBufAllocator allocator) {
    ByteBuf front = allocator.buffer(Long.BYTES).writeLong(number);
    ByteBuf data = allocator.buffer(Math.max(bytes, 1));
    for (int i = 0; i < bytes; i++) {
      data.writeByte(content(number, i));
    }
    return Message.builder(TYPE).tid(number).priority(priority).front(front).data(data).build();
  }

  /** Returns whether a message that was received is this one. */
  boolean is(Message message) {
    ByteBuf data = message.data();
    if (message.type() != TYPE
        || message.tid() != number
        || message.priority() != lane.priority()
        || message.front().readableBytes() != Long.BYTES
        || message.front().getLong(message.front().readerIndex()) != number
        || data.readableBytes() != bytes) {
      return false;
    }
    for (int i = 0; i < bytes; i++) {
      if (data.getByte(data.readerIndex() + i) != content(number, i)) {
        return false;
      }
    }
    return true;
  }

  long number() {
    return number;
  }

  Lane lane() {
    return lane;
  }

  int index() {
    return index;
  }

  /** Returns the moment at which it was sent. */
  long sentAt() {
    return sentAt;
  }

  boolean isDelivered() {
    return delivered;
  }

  void deliver() {
    delivered = true;
  }

  /** Returns whether its sender was told that it may be lost. */
  boolean isDropped() {
    return droppedAt != NEVER;
  }

  /** Returns the moment at which its sender was told that it may be lost. */
  long droppedAt() {
    return droppedAt;
  }

  void drop(long moment) {
    droppedAt = Math.min(droppedAt, moment);
  }

  @Override
  public String toString() {
    return "message " + number + " of " + lane;
  }

  private static byte content(long number, int i) {
    return (byte) (number * 31 + i);
  }
}
