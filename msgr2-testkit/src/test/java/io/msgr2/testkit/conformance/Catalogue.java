// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which scenarios there are, and where those are that are not run here. */
final class Catalogue {
  private static final Pattern LETTERS = Pattern.compile("(\\S+)(?: ([a-z])-([a-z]))?");

  private Catalogue() {}

  /** Returns the ids of all rows, with their letters. */
  static Set<String> ids() {
    Set<String> ids = new TreeSet<>();
    for (String line : content("catalogue.txt")) {
      Matcher matcher = LETTERS.matcher(line);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("cannot read '" + line + "'");
      }
      if (matcher.group(2) == null) {
        ids.add(matcher.group(1));
      } else {
        for (char c = matcher.group(2).charAt(0); c <= matcher.group(3).charAt(0); c++) {
          ids.add(matcher.group(1) + c);
        }
      }
    }
    return ids;
  }

  /** Returns why rows, or parts of them, are left out. */
  static Map<String, String> leftOut() {
    Map<String, String> reasons = new TreeMap<>();
    for (String line : content("left-out.txt")) {
      String[] idAndReason = line.split(" +", 2);
      if (reasons.put(idAndReason[0], idAndReason[1]) != null) {
        throw new IllegalArgumentException(idAndReason[0] + " is left out twice");
      }
    }
    return reasons;
  }

  /** Returns the tests of other modules that hold a row. */
  static Map<String, List<String>> elsewhere() {
    Map<String, List<String>> tests = new TreeMap<>();
    for (String line : content("elsewhere.txt")) {
      String[] idAndTest = line.split(" +", 2);
      tests.computeIfAbsent(idAndTest[0], id -> new ArrayList<>()).add(idAndTest[1]);
    }
    return tests;
  }

  private static List<String> content(String name) {
    return Texts.lines(name).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }
}
