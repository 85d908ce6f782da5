// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.session.Session;

/**
 * Counts for one session, in plain variables of its event loop; the messenger's counters, which
 * other threads touch, are brought up to date once for each batch.
 */
final class Tally {
  private final MessengerCounters counters;
  private final Session session;
  private long bytesIn;
  private long messagesIn;
  private long transmitted;
  private long abortedFrames;
  private long duplicates;

  Tally(MessengerCounters counters, Session session) {
    this.counters = counters;
    this.session = session;
  }

  void bytesIn(int bytes) {
    bytesIn += bytes;
  }

  void messageIn() {
    messagesIn++;
  }

  /** All messages up to the given one, and so many more bytes, were handed to the network. */
  void transmitted(long messages, long bytes) {
    counters.bytesOut.add(bytes);
    if (messages > transmitted) {
      counters.messagesOut.add(messages - transmitted);
      transmitted = messages;
    }
  }

  /** The connection broke: what was encoded and not transmitted will be encoded again. */
  void interrupted() {
    transmitted = session.messagesSent();
  }

  /** Returns how many messages were encoded and not handed to the network, or only in part. */
  long untransmitted() {
    return session.messagesSent() - transmitted;
  }

  void settle() {
    if (bytesIn > 0) {
      counters.bytesIn.add(bytesIn);
      bytesIn = 0;
    }
    if (messagesIn > 0) {
      counters.messagesIn.add(messagesIn);
      messagesIn = 0;
    }
    if (session.abortedFrames() > abortedFrames) {
      counters.abortedFrames.add(session.abortedFrames() - abortedFrames);
      abortedFrames = session.abortedFrames();
    }
    if (session.duplicates() > duplicates) {
      counters.duplicates.add(session.duplicates() - duplicates);
      duplicates = session.duplicates();
    }
  }
}
