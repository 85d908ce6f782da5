// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import io.msgr2.codec.ProtocolException;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.MessageHeader;
import io.msgr2.frame.RawFrame;
import io.msgr2.handshake.Wire;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * The messages of a session: queued, numbered, sent, received, acknowledged (msgr2 spec, Message
 * exchange). It knows nothing of how the session came about.
 */
final class MessageFlow {
  // Encoded but not transmitted bytes cost memory twice; beyond this, messages wait as they are.
  private static final long OUTPUT_LIMIT_BYTES = 256 * 1024;

  private final ArrayDeque<Message> queue = new ArrayDeque<>();
  private Optional<ControlFrame> answer = Optional.empty();
  private long sent;
  private long outSeq;
  private long inSeq;
  private long ackedSeq;
  private long duplicates;
  private long abortedFrames;

  /** Queues a message, which is the flow's from now on. */
  void enqueue(Message message) {
    queue.add(message);
  }

  /** Returns how many messages are queued and not yet encoded. */
  int queued() {
    return queue.size();
  }

  /** Returns how many messages were encoded. */
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

  /** Encodes queued messages, as many as the output should hold. */
  void send(Wire wire) {
    if (answer.isPresent() && hasRoom(wire)) {
      wire.send(answer.get());
      answer = Optional.empty();
    }
    while (!queue.isEmpty() && hasRoom(wire)) {
      // A message that cannot be encoded any more stays queued, and is counted as such.
      Message message = queue.element();
      wire.send(
          message.headerFor(outSeq + 1, inSeq), message.front(), message.middle(), message.data());
      queue.remove();
      message.release();
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
    MessageHeader header = readHeader(frame);
    if (Long.compareUnsigned(header.seq(), inSeq) <= 0) {
      duplicates++;
      frame.release();
      return null;
    }
    inSeq = header.seq();
    frame.segment(0).release();
    return new Message(header, frame.segment(1), frame.segment(2), frame.segment(3));
  }

  /** Acknowledges what was received, unless a message has done so on its way. */
  void acknowledge(Wire wire) {
    if (ackedSeq != inSeq && hasRoom(wire)) {
      ackedSeq = inSeq;
      wire.send(new ControlFrame.Ack(inSeq));
    }
  }

  /** Drops what is queued. */
  void release() {
    queue.forEach(Message::release);
    queue.clear();
  }

  private static boolean hasRoom(Wire wire) {
    return wire.output().bytes() < OUTPUT_LIMIT_BYTES;
  }

  private static MessageHeader readHeader(RawFrame frame) {
    try {
      return MessageHeader.read(frame.segment(0));
    } catch (ProtocolException e) {
      frame.release();
      throw e;
    }
  }
}
