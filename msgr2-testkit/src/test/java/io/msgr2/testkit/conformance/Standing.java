// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.conformance;

import io.msgr2.testkit.rig.SimConnection;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a row says of a connection.
 *
 * @param counts as {@link io.msgr2.testkit.fault.ConnectionCounters} prints them
 */
record Standing(int number, State state, Pattern counts) {
  /** Where a connection can stand when all is done. */
  enum State {
    ESTABLISHED,
    STANDBY,
    CLOSED,
    REPLACED,
    /** Nothing that a row can expect. */
    UNSETTLED;

    static State of(SimConnection connection) {
      if (connection.isReplaced()) {
        return REPLACED;
      }
      return switch (connection.phase()) {
        case READY -> ESTABLISHED;
        case STANDBY -> STANDBY;
        case CLOSED -> CLOSED;
        default -> UNSETTLED;
      };
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Reads several, separated by semicolons. */
  static List<Standing> parse(String text) {
    return Arrays.stream(text.split("; *")).map(Standing::parseOne).toList();
  }

  private static Standing parseOne(String text) {
    String[] words = text.split(" ", 3);
    return new Standing(
        Integer.parseInt(words[0]),
        State.valueOf(words[1].toUpperCase(Locale.ROOT)),
        Pattern.compile(words[2].replace("-", "\\d+")));
  }

  /** Returns whether a connection, printed as {@link #print} does, is as expected. */
  boolean describes(String printed) {
    String begin = number + " " + state + " ";
    return printed.startsWith(begin) && counts.matcher(printed.substring(begin.length())).matches();
  }

  static String print(int number, SimConnection connection, Object counts) {
    return number + " " + State.of(connection) + " " + counts;
  }

  @Override
  public String toString() {
    return number + " " + state + " " + counts.pattern().replace("\\d+", "-");
  }
}
