// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.conf;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses Ceph's time spans: seconds, with or without units. */
final class TimeSpan {
  private static final Pattern PART =
      Pattern.compile("\\s*([0-9]*\\.?[0-9]+|[0-9]+\\.)\\s*([a-z]*)\\s*");

  private TimeSpan() {}

  static Optional<Duration> parse(String text) {
    Matcher part = PART.matcher(text);
    double seconds = 0;
    int end = 0;
    while (end < text.length() && part.find(end) && part.start() == end) {
      double unit = unitSeconds(part.group(2));
      if (unit == 0) {
        return Optional.empty();
      }
      seconds += Double.parseDouble(part.group(1)) * unit;
      end = part.end();
    }
    boolean sensible = end > 0 && end == text.length() && seconds < Long.MAX_VALUE / 1e9;
    return sensible ? Optional.of(Duration.ofNanos(Math.round(seconds * 1e9))) : Optional.empty();
  }

  private static long unitSeconds(String unit) {
    return switch (unit) {
      case "", "s", "sec", "second", "seconds" -> 1;
      case "m", "min", "minute", "minutes" -> 60;
      case "h", "hr", "hour", "hours" -> 3_600;
      case "d", "day", "days" -> 86_400;
      case "w", "wk", "week", "weeks" -> 604_800;
      default -> 0;
    };
  }
}
