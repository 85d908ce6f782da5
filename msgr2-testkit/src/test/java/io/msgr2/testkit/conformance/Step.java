// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.conformance;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Something that is done in a row. */
sealed interface Step {
  /** A side asks its messenger for a connection to the other one. */
  record Dial(Side side) implements Step {}

  /** A side sends a message as soon as it has a connection. */
  record Send(Side side) implements Step {}

  /** A side sends a message that must not arrive. */
  record SendInVain(Side side) implements Step {}

  /** A side marks its connection down. */
  record Down(Side side) implements Step {}

  /** A side's process ends, and starts again at the same address. */
  record Restart(Side side, boolean sameNonce) implements Step {}

  /** Everything planned has to have happened. */
  record Broken() implements Step {}

  /** Time passes, in which all hear of what has happened. */
  record Pause() implements Step {}

  /** A block or stall has to be reached. */
  record Blocked() implements Step {}

  /** What was blocked or stalled goes on. */
  record Unblock() implements Step {}

  /** Everything sent has to arrive. */
  record Settle() implements Step {}

  /** So many of T's connections have to be handed over to others. */
  record Replaced(int connections) implements Step {}

  /** T must have had so many connections, all of them open or over, and everything must arrive. */
  record End(int connections) implements Step {}

  static List<Step> parse(String text) {
    return Arrays.stream(text.split(", *")).flatMap(Step::parseOne).toList();
  }

  private static Stream<Step> parseOne(String text) {
    String[] words = text.split("[. ]", -1);
    return switch (words[words.length == 2 && !isCounted(words[0]) ? 1 : 0]) {
      case "dial" -> sides(words[0]).map(Dial::new);
      case "send" -> sides(words[0]).map(Send::new);
      case "send?" -> sides(words[0]).map(SendInVain::new);
      case "down" -> sides(words[0]).map(Down::new);
      case "restart" -> sides(words[0]).map(side -> new Restart(side, true));
      case "restart+" -> sides(words[0]).map(side -> new Restart(side, false));
      case "broken" -> Stream.of(new Broken());
      case "pause" -> Stream.of(new Pause());
      case "blocked" -> Stream.of(new Blocked());
      case "unblock" -> Stream.of(new Unblock());
      case "settle" -> Stream.of(new Settle());
      case "replaced" -> Stream.of(new Replaced(Integer.parseInt(words[1])));
      case "end" -> Stream.of(new End(Integer.parseInt(words[1])));
      default -> throw new IllegalArgumentException("no step: " + text);
    };
  }

  private static boolean isCounted(String word) {
    return word.equals("replaced") || word.equals("end");
  }

  private static Stream<Side> sides(String word) {
    return word.equals("both") ? Arrays.stream(Side.values()) : Stream.of(Side.valueOf(word));
  }
}
