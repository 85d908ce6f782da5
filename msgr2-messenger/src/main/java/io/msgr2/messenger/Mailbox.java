// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.session.Message;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Hands messages of any thread to one event loop, which is woken once for all messages that come
 * before it looks.
 */
final class Mailbox {
  private final Queue<Message> messages = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean attended = new AtomicBoolean();
  private final Runnable wakeUp;

  /**
   * @param wakeUp makes the event loop call {@link #leave} and then {@link #poll}
   */
  Mailbox(Runnable wakeUp) {
    this.wakeUp = wakeUp;
  }

  /** Adds a message; any thread. */
  void add(Message message) {
    messages.add(message);
    call();
  }

  /** Makes the event loop look, if it does not do so anyway; any thread. */
  void call() {
    if (!attended.get() && attended.compareAndSet(false, true)) {
      wakeUp.run();
    }
  }

  /** Says that the event loop is busy and will look before it rests, so needs no wake-up. */
  void attend() {
    attended.set(true);
  }

  /** Says that the event loop will rest; it has to empty the mailbox after this. */
  void leave() {
    attended.set(false);
  }

  /**
   * Drops the messages, when nobody will look any more.
   *
   * @return how many there were
   */
  int drop() {
    int dropped = 0;
    for (Message message = poll(); message != null; message = poll()) {
      dropped++;
      try {
        message.release();
      } catch (IllegalStateException releasedTooOften) {
        // Nothing is left to release.
      }
    }
    return dropped;
  }

  /** Returns the next message, or null. */
  Message poll() {
    return messages.poll();
  }
}
