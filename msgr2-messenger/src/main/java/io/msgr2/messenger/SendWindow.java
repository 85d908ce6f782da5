// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.session.Message;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many messages, and bytes of them, a connection holds for its peer, and who waits until there
 * are fewer. Any thread.
 */
final class SendWindow {
  private final long limitMessages;
  private final long limitBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long enteredMessages;
  private long enteredBytes;
  private long goneMessages;
  private long goneBytes;
  private boolean closed;

  SendWindow(long limitMessages, long limitBytes) {
    this.limitMessages = limitMessages;
    this.limitBytes = limitBytes;
  }

  /** Counts a message whether there is room or not. */
  void enter(Message message) {
    lock.lock();
    try {
      count(message);
    } finally {
      lock.unlock();
    }
  }

  /** Counts a message if there is room for it. */
  Sending tryEnter(Message message) {
    lock.lock();
    try {
      return enterNow(message);
    } finally {
      lock.unlock();
    }
  }

  /** Counts a message if there is room for it, or will be in time. */
  Sending enter(Message message, long patienceNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long leftNanos = patienceNanos;
      Sending sending = enterNow(message);
      while (sending == Sending.FULL && leftNanos > 0) {
        leftNanos = changed.awaitNanos(leftNanos);
        sending = enterNow(message);
      }
      return sending;
    } finally {
      lock.unlock();
    }
  }

  /** Says how many of all messages, and bytes, are not held any more. */
  void gone(long messages, long bytes) {
    lock.lock();
    try {
      if (messages != goneMessages) {
        goneMessages = messages;
        goneBytes = bytes;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Nothing is sent any more; nobody has to wait. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** A message that is larger than all the room is let in when nothing else is there. */
  private boolean hasRoom(Message message) {
    long messages = enteredMessages - goneMessages;
    long bytes = enteredBytes - goneBytes;
    return messages == 0
        || messages < limitMessages && bytes + message.payloadBytes() <= limitBytes;
  }

  private Sending enterNow(Message message) {
    if (closed) {
      return Sending.CLOSED;
    }
    if (!hasRoom(message)) {
      return Sending.FULL;
    }
    count(message);
    return Sending.QUEUED;
  }

  private void count(Message message) {
    enteredMessages++;
    enteredBytes += message.payloadBytes();
  }
}
