// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.fault;

import io.msgr2.frame.Tag;
import io.msgr2.handshake.Interceptor.Action;
import io.msgr2.handshake.Interceptor.Point;
import io.msgr2.handshake.Interceptor.Step;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that is to happen at a fault point.
 *
 * @param action what happens there
 * @param point where
 * @param pass the how manieth time that any connection of the messenger gets there, from 1
 */
public record PlannedFault(Action action, Point point, int pass) {
  private static final Pattern TEXT =
      Pattern.compile("(FAULT|BLOCK|STALL) ([A-Z0-9_]+)(/[RW])?( #([1-9][0-9]*))?");

  public PlannedFault {
    if (action == Action.CONTINUE || pass < 1) {
      throw new IllegalArgumentException("nothing happens: " + action + " at pass " + pass);
    }
  }

  /**
   * Parses what {@link #toString} returns: an action, {@code FAULT}, {@code BLOCK} or {@code
   * STALL}; a point, which is a step like {@code BANNER_WRITE}, or a frame's tag that is written or
   * read, like {@code SERVER_IDENT/R}; and, if it is not the first one, the pass, like {@code #2}.
   *
   * @throws IllegalArgumentException when the text has another form
   */
  public static PlannedFault parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "expected something like 'FAULT MESSAGE/W #2', got '" + text + "'");
    }
    int pass = matcher.group(5) == null ? 1 : Integer.parseInt(matcher.group(5));
    return new PlannedFault(
        Action.valueOf(matcher.group(1)), point(matcher.group(2), matcher.group(3)), pass);
  }

  private static Point point(String name, String direction) {
    if (direction == null) {
      return Point.of(Step.valueOf(name));
    }
    Tag tag = Tag.valueOf(name);
    return direction.equals("/R") ? Point.read(tag) : Point.write(tag);
  }

  @Override
  public String toString() {
    String where = action + " " + point.toString().toUpperCase(Locale.ROOT);
    return pass == 1 ? where : where + " #" + pass;
  }
}
