// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The messages of one priority that were sent on one connection: they have to stay in order. */
final class Lane {
  private final Line sender;
  private final int priority;
  private final List<Letter> letters = new ArrayList<>();
  private final List<Line> receivers = new ArrayList<>(1);
  private int furthest;

  Lane(Line sender, int priority) {
    this.sender = sender;
    this.priority = priority;
  }

  Line sender() {
    return sender;
  }

  int priority() {
    return priority;
  }

  Letter add(long number, int bytes, long sentAt) {
    Letter letter = new Letter(number, this, letters.size(), bytes, sentAt);
    letters.add(letter);
    return letter;
  }

  List<Letter> letters() {
    return letters;
  }

  /** Returns the connections on which any of these messages arrived. */
  List<Line> receivers() {
    return receivers;
  }

  /** Returns the index after that of the last message that arrived anywhere. */
  int furthest() {
    return furthest;
  }

  /** Returns the first message that has not arrived, was not dropped, and was sent earlier. */
  Optional<Letter> firstMissingBefore(long moment) {
    return letters.subList(furthest, letters.size()).stream()
        .filter(letter -> !letter.isDropped())
        .findFirst()
        .filter(letter -> letter.sentAt() < moment);
  }

  void arrived(Letter letter) {
    furthest = Math.max(furthest, letter.index() + 1);
  }

  @Override
  public String toString() {
    return sender + " priority " + priority;
  }
}
