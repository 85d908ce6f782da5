// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.MessageHeader;
import io.msgr2.frame.RawFrame;
import io.msgr2.handshake.Wire;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * The messages of a session: queued, numbered, sent, received, acknowledged, and sent again (msgr2
 * spec, Message exchange; docs/protocol-notes.md, Messages). It knows nothing of how the session
 * came about.
 */
final class MessageFlow {
  // Encoded but not transmitted bytes cost memory twice; beyond this, messages wait as they are.
  private static final long OUTPUT_LIMIT_BYTES = 256 * 1024;

  // The peer can work on the first messages of many while this side encodes the next ones.
  private static final int BURST = 32;

  private final SendQueue queue = new SendQueue();
  // What the peer has not acknowledged: the messages with the numbers up to outSeq.
  private final ArrayDeque<Message> unacknowledged = new ArrayDeque<>(0);
  private Optional<ControlFrame> answer = Optional.empty();
  private Optional<ControlFrame> keepalive = Optional.empty();
  private long sent;
  private long outSeq;
  private long inSeq;
  private long ackedSeq;
  private long peerAckedSeq;
  private long undeliveredBytes;
  private long duplicates;
  private long abortedFrames;

  /** Queues a message, which is the flow's from now on. */
  void enqueue(Message message) {
    queue.add(message);
    undeliveredBytes += message.payloadBytes();
  }

  /** Returns how many messages are queued, or were sent and not acknowledged. */
  int undelivered() {
    return queue.size() + unacknowledged.size();
  }

  /** Returns how long the payloads of these messages are together. */
  long undeliveredBytes() {
    return undeliveredBytes;
  }

  /** Returns whether there is nothing that a connection would be needed for. */
  boolean isIdle() {
    return undelivered() == 0 && keepalive.isEmpty();
  }

  /** Returns how many messages were encoded, those that were encoded again included. */
  long sent() {
    return sent;
  }

  /** Returns how many messages came that had come before. */
  long duplicates() {
    return duplicates;
  }

  /** Returns how many frames the peer gave up. */
  long abortedFrames() {
    return abortedFrames;
  }

  /** Returns the number of the last message received. */
  long inSeq() {
    return inSeq;
  }

  /** Returns something that changes whenever a message gets through in one of the directions. */
  long progress() {
    return inSeq + peerAckedSeq;
  }

  /** Drops a frame that the peer gave up; it was no message, and takes no number. */
  void aborted(RawFrame frame) {
    abortedFrames++;
    frame.release();
  }

  /**
   * Answers a keepalive. From a peer that asks faster than it reads, all but the last one are
   * forgotten: answers must not fill this side's memory.
   */
  void answer(Wire wire, ControlFrame.Keepalive2Ack newAnswer) {
    if (hasRoom(wire)) {
      answer = Optional.empty();
      wire.send(newAnswer);
    } else {
      answer = Optional.of(newAnswer);
    }
  }

  /** Asks the peer whether it is there, as soon as possible; only the last question counts. */
  void keepalive(Instant stamp) {
    keepalive =
        Optional.of(new ControlFrame.Keepalive2((int) stamp.getEpochSecond(), stamp.getNano()));
  }

  /**
   * Encodes what is to be said, as much as the output should hold and as should be transmitted at
   * once.
   *
   * @param lossy whether messages are forgotten once they were encoded
   */
  void send(Wire wire, boolean lossy) {
    keepalive = sendIfRoom(wire, keepalive);
    answer = sendIfRoom(wire, answer);
    long last = sent + BURST;
    for (Message next = queue.peek();
        next != null && sent < last && hasRoom(wire);
        next = queue.peek()) {
      // A message that cannot be encoded any more stays queued, and is counted as such.
      next.transmit(wire, outSeq + 1, inSeq);
      queue.remove();
      if (lossy) {
        drop(next);
      } else {
        unacknowledged.add(next);
      }
      outSeq++;
      sent++;
      ackedSeq = inSeq;
    }
  }

  /**
   * Takes a MESSAGE frame.
   *
   * @param frame its segments become the message's
   * @return the message, or null for one that came before
   */
  Message receive(RawFrame frame) {
    MessageHeader header = headerAndAck(frame);
    if (Long.compareUnsigned(header.seq(), inSeq) <= 0) {
      duplicates++;
      frame.release();
      return null;
    }
    inSeq = header.seq();
    return Message.received(header, frame);
  }

  /** Acknowledges what was received, unless a message has done so on its way. */
  void acknowledge(Wire wire) {
    if (ackedSeq != inSeq && hasRoom(wire)) {
      ackedSeq = inSeq;
      wire.send(new ControlFrame.Ack(inSeq));
    }
  }

  /** Forgets messages up to the given number, which the peer has received. */
  void acknowledged(long seq) {
    while (!unacknowledged.isEmpty() && seq - (outSeq - unacknowledged.size()) > 0) {
      drop(unacknowledged.remove());
      peerAckedSeq++;
    }
  }

  /** The connection is gone: what was not acknowledged is to be sent again before all else. */
  void requeue() {
    outSeq -= unacknowledged.size();
    while (!unacknowledged.isEmpty()) {
      queue.addAgain(unacknowledged.removeLast());
    }
    answer = Optional.empty();
  }

  /**
   * The session goes on: the peer says up to which number it has received messages, those that wait
   * to be sent again among them.
   */
  void resume(long peerInSeq) {
    for (; peerInSeq - outSeq > 0; outSeq++) {
      Message received = queue.removeAgain();
      if (received == null) {
        // No number may be used twice, not even for a peer that has seen too many.
        outSeq = peerInSeq;
        break;
      }
      drop(received);
      peerAckedSeq++;
    }
    ackedSeq = inSeq;
  }

  /** A new session takes over what is queued; its messages are numbered from the beginning. */
  void restart() {
    outSeq = 0;
    inSeq = 0;
    ackedSeq = 0;
  }

  /** The peer knows nothing of the messages that it received before. */
  void forgetReceived() {
    inSeq = 0;
    ackedSeq = 0;
  }

  /**
   * The session is lost.
   *
   * @return how many messages were dropped
   */
  int reset() {
    int dropped = undelivered();
    release();
    restart();
    return dropped;
  }

  /** Drops what is queued or not acknowledged. */
  void release() {
    queue.clear();
    unacknowledged.forEach(Message::drop);
    unacknowledged.clear();
    undeliveredBytes = 0;
    keepalive = Optional.empty();
    answer = Optional.empty();
  }

  private void drop(Message message) {
    undeliveredBytes -= message.payloadBytes();
    message.release();
  }

  private static Optional<ControlFrame> sendIfRoom(Wire wire, Optional<ControlFrame> frame) {
    if (frame.isEmpty() || !hasRoom(wire)) {
      return frame;
    }
    wire.send(frame.get());
    return Optional.empty();
  }

  private static boolean hasRoom(Wire wire) {
    return wire.isOpen() && !wire.isMidFrame() && wire.outputBytes() < OUTPUT_LIMIT_BYTES;
  }

  private MessageHeader headerAndAck(RawFrame frame) {
    try {
      MessageHeader header = MessageHeader.read(frame);
      acknowledged(header.ackSeq());
      return header;
    } catch (RuntimeException e) {
      frame.release();
      throw e;
    }
  }
}
