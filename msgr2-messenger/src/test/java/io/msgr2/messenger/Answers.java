// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.session.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends numbered messages and checks that the answers are the same, and in order. */
final class Answers implements Handler {
  private static final int TYPE = 2;

  private final int expected;
  private final CompletableFuture<Integer> all = new CompletableFuture<>();
  private final AtomicInteger arrived = new AtomicInteger();

  Answers(int expected) {
    this.expected = expected;
  }

  /** Completes when all answers came, or with what was wrong about one, or with the end. */
  CompletableFuture<Integer> all() {
    return all;
  }

  /** Returns the message with the given number and length, whose content follows from these. */
  static Message request(int number, int length) {
    return Message.builder(TYPE).tid(number).data(content(number, length)).build();
  }

  @Override
  public void message(Connection connection, Message message) {
    try {
      assertThat(message.tid()).isEqualTo(arrived.get());
      check(message);
    } catch (AssertionError wrong) {
      all.completeExceptionally(wrong);
    }
    if (arrived.incrementAndGet() == expected) {
      all.complete(expected);
    }
  }

  static void check(Message message) {
    ByteBuf wanted = content((int) message.tid(), message.data().readableBytes());
    assertThat(message.data().equals(wanted)).as("content of " + message).isTrue();
  }

  @Override
  public void reset(Connection connection, ConnectionException why) {
    all.completeExceptionally(why);
  }

  private static ByteBuf content(int number, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (number + i * 31 + (i >>> 8));
    }
    return Unpooled.wrappedBuffer(bytes);
  }
}
