// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.conformance;

import io.msgr2.session.Policy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads rows from a text; how that looks is said in the text itself. */
final class Table {
  private static final Pattern HEAD = Pattern.compile("([A-Z]{2}-[0-9]{2}) +(\\w+), (\\w+)");
  private static final Pattern LINE = Pattern.compile("  (\\w+)(?:/([a-z]))? +(\\S.*)");

  /** A line of a block; it is for all letters when it has none. */
  private record Line(String key, String letter, String value) {
    boolean isFor(String which) {
      return letter.isEmpty() || letter.equals(which);
    }
  }

  private Table() {}

  static List<Row> parse(List<String> text) {
    List<Row> rows = new ArrayList<>();
    List<String> block = new ArrayList<>();
    for (String line : text) {
      if (line.isBlank()) {
        addRows(block, rows);
        block.clear();
      } else if (!line.startsWith("#")) {
        block.add(line);
      }
    }
    addRows(block, rows);
    return rows;
  }

  private static void addRows(List<String> block, List<Row> rows) {
    if (block.isEmpty()) {
      return;
    }
    Matcher head = matched(HEAD, block.get(0));
    List<Line> lines =
        block.stream()
            .skip(1)
            .map(line -> matched(LINE, line))
            .map(m -> new Line(m.group(1), m.group(2) == null ? "" : m.group(2), m.group(3)))
            .toList();
    TreeSet<String> letters = new TreeSet<>(lines.stream().map(Line::letter).toList());
    if (letters.size() > 1) {
      letters.remove("");
    }
    Map<Side, Policy> policies = new EnumMap<>(Side.class);
    policies.put(Side.T, policy(head.group(2)));
    policies.put(Side.P, policy(head.group(3)));
    for (String letter : letters) {
      rows.add(
          row(
              head.group(1) + letter,
              policies,
              lines.stream().filter(l -> l.isFor(letter)).toList()));
    }
  }

  private static Row row(String id, Map<Side, Policy> policies, List<Line> lines) {
    List<Row.Chapter> chapters = new ArrayList<>();
    List<Order> orders = List.of();
    String plan = "";
    for (Line line : lines) {
      switch (line.key) {
        case "order" -> orders = Order.parse(line.value);
        case "plan" -> plan = line.value;
        case "steps" ->
            chapters.add(
                new Row.Chapter(
                    Step.parse(line.value), new EnumMap<>(Side.class), new EnumMap<>(Side.class)));
        case "T", "P" ->
            last(chapters).standings().put(Side.valueOf(line.key), Standing.parse(line.value));
        case "arrives" -> last(chapters).arrivals().putAll(Arrival.parse(line.value));
        default -> throw new IllegalArgumentException(id + ": what is " + line.key + "?");
      }
    }
    return new Row(id, policies, orders, plan, chapters);
  }

  private static Row.Chapter last(List<Row.Chapter> chapters) {
    return chapters.get(chapters.size() - 1);
  }

  private static Policy policy(String name) {
    return switch (name) {
      // Ceph's clients never give up, other than ours.
      case "lossy_client" -> Policy.lossyClient().givingUpAfterMs(Policy.NEVER);
      case "lossless_client" -> Policy.losslessClient();
      case "lossless_peer" -> Policy.losslessPeer();
      case "lossless_peer_reuse" -> Policy.losslessPeerReuse();
      case "stateless_server" -> Policy.statelessServer();
      case "stateless_registered_server" -> Policy.statelessRegisteredServer();
      case "stateful_server" -> Policy.statefulServer();
      default -> throw new IllegalArgumentException("no policy: " + name);
    };
  }

  private static Matcher matched(Pattern pattern, String line) {
    Matcher matcher = pattern.matcher(line);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("cannot read '" + line + "'");
    }
    return matcher;
  }
}
