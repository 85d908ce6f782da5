// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes commands the way daemons take them: each is one JSON object. */
final class CommandJson {
  private static final char FIRST_PRINTABLE = ' ';

  private CommandJson() {}

  /**
   * Returns an object with the given members, in the map's order.
   *
   * @param members strings, booleans, whole and decimal numbers, and lists of those
   * @throws IllegalArgumentException when a value is of another kind, or not a finite number
   */
  static String object(Map<String, ?> members) {
    return members.entrySet().stream()
        .map(member -> string(member.getKey()) + ":" + value(member.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String value(Object value) {
    if (value instanceof CharSequence text) {
      return string(text);
    }
    if (value instanceof Boolean
        || value instanceof Integer
        || value instanceof Long
        || value instanceof Double number && Double.isFinite(number)) {
      return value.toString();
    }
    if (value instanceof Collection<?> values) {
      return values.stream().map(CommandJson::value).collect(Collectors.joining(",", "[", "]"));
    }
    throw new IllegalArgumentException(
        "a command takes strings, booleans, numbers and lists of them, not " + value);
  }

  private static String string(CharSequence text) {
    StringBuilder json = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < FIRST_PRINTABLE) {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
