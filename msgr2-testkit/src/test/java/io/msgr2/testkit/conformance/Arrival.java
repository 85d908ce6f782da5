// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.conformance;

import java.util.EnumMap;
import java.util.Map;

/** What becomes of the messages that a side sends. */
enum Arrival {
  ONCE("once"),
  AT_MOST_ONCE("at most once"),
  NEVER("never");

  private final String text;

  Arrival(String text) {
    this.text = text;
  }

  /** Reads what holds for the messages of each side. */
  static Map<Side, Arrival> parse(String text) {
    Map<Side, Arrival> arrivals = new EnumMap<>(Side.class);
    for (String one : text.split(", *", -1)) {
      String[] sideAndWord = one.split(" ", 2);
      arrivals.put(Side.valueOf(sideAndWord[0]), of(sideAndWord[1]));
    }
    return arrivals;
  }

  private static Arrival of(String text) {
    for (Arrival arrival : values()) {
      if (arrival.text.equals(text)) {
        return arrival;
      }
    }
    throw new IllegalArgumentException("no arrival: " + text);
  }
}
