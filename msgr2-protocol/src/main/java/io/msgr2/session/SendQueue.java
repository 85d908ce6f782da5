// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages that wait to be sent: those of higher priority first, those of the same priority in the
 * order in which they came, and before all of them those that were sent once and have to be sent
 * again.
 */
final class SendQueue {
  private record Lane(int priority, ArrayDeque<Message> messages) {}

  private final ArrayDeque<Message> again = new ArrayDeque<>(0);
  // By falling priority. Hardly anybody uses more than three.
  private final List<Lane> lanes = new ArrayList<>(1);
  private int size;

  void add(Message message) {
    lane(message.priority()).messages.add(message);
    size++;
  }

  /** Puts a message that was sent back to the front. */
  void addAgain(Message message) {
    again.addFirst(message);
    size++;
  }

  /** Returns the next message, which stays in the queue, or null. */
  Message peek() {
    if (!again.isEmpty()) {
      return again.peek();
    }
    Lane next = next();
    return next == null ? null : next.messages.peek();
  }

  /** Takes the message that {@link #peek} returned. */
  Message remove() {
    size--;
    return again.isEmpty() ? next().messages.remove() : again.remove();
  }

  /** Takes the next of the messages that have to be sent again, or returns null. */
  Message removeAgain() {
    Message message = again.poll();
    if (message != null) {
      size--;
    }
    return message;
  }

  int size() {
    return size;
  }

  /** Drops all messages. */
  void clear() {
    again.forEach(Message::drop);
    again.clear();
    lanes.forEach(lane -> lane.messages.forEach(Message::drop));
    lanes.clear();
    size = 0;
  }

  private Lane next() {
    for (int i = 0; i < lanes.size(); i++) {
      if (!lanes.get(i).messages.isEmpty()) {
        return lanes.get(i);
      }
    }
    return null;
  }

  private Lane lane(int priority) {
    int at = 0;
    while (at < lanes.size() && lanes.get(at).priority >= priority) {
      if (lanes.get(at).priority == priority) {
        return lanes.get(at);
      }
      at++;
    }
    Lane added = new Lane(priority, new ArrayDeque<>());
    lanes.add(at, added);
    return added;
  }
}
