// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.ceph;

import io.msgr2.cli.output.CommandFailure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The commands that a daemon knows. */
final class CommandTable {
  /** Invalid argument: what Ceph's own tool ends with as well. */
  static final int EINVAL = 22;

  private static final int MAX_SUGGESTIONS = 10;
  private static final double NEARLY_AS_CLOSE = 0.5;

  private final List<Signature> signatures;

  CommandTable(List<Signature> signatures) {
    this.signatures = List.copyOf(signatures);
  }

  /**
   * Finds the command that the words are, and binds its arguments.
   *
   * @return the command as it is sent
   * @throws CommandFailure when the words are no command; the message says why, and which commands
   *     come closest
   */
  Map<String, Object> command(Words words) {
    List<Signature> candidates =
        signatures.stream()
            .filter(signature -> words.common(signature) == signature.leadingWords())
            .sorted(Comparator.comparingInt(Signature::leadingWords).reversed())
            .toList();
    List<String> complaints = new ArrayList<>();
    for (Signature candidate : candidates) {
      try {
        return bound(candidate, words);
      } catch (Mismatch e) {
        complaints.add(e.getMessage() + "\nusage: " + candidate.usage());
      }
    }
    if (candidates.isEmpty()) {
      throw noSuchCommand(words);
    }
    int named = candidates.get(0).leadingWords();
    throw new CommandFailure(
        EINVAL,
        complaints.stream()
            .limit(candidates.stream().filter(found -> found.leadingWords() == named).count())
            .collect(Collectors.joining("\n")));
  }

  /** Returns the usage of the commands that begin with the given words, in alphabetical order. */
  List<String> usages(Words words) {
    return signatures.stream()
        .filter(Signature::isRecommended)
        .filter(signature -> words.common(signature) == words.list().size())
        .map(Signature::usage)
        .sorted()
        .toList();
  }

  /**
   * Reads {@code name=value} both ways, as a named argument and as one whose value looks like that.
   * Where both make sense and differ, nobody should guess, unless all words name arguments.
   */
  private static Map<String, Object> bound(Signature signature, Words words) {
    Map<String, Object> named;
    try {
      named = Binding.bind(signature, words, Binding.Preference.NAMED);
    } catch (Mismatch e) {
      return Binding.bind(signature, words, Binding.Preference.POSITIONAL);
    }
    if (words.after(signature.leadingWords()).allName(signature)) {
      return named;
    }
    Map<String, Object> positional;
    try {
      positional = Binding.bind(signature, words, Binding.Preference.POSITIONAL);
    } catch (Mismatch e) {
      return named;
    }
    if (!named.equals(positional)) {
      throw new Mismatch(
          "ambiguous: is it "
              + named
              + " or "
              + positional
              + "? Write --NAME=VALUE for a named argument, or -- before words that name none");
    }
    return named;
  }

  private CommandFailure noSuchCommand(Words words) {
    List<String> closest =
        closest(words).stream().limit(MAX_SUGGESTIONS).map(Signature::usage).toList();
    return new CommandFailure(
        EINVAL,
        "there is no command '"
            + words
            + "'"
            + (closest.isEmpty() ? "" : "; the closest are\n  " + String.join("\n  ", closest)));
  }

  private List<Signature> closest(Words words) {
    List<Signature> ranked =
        signatures.stream()
            .filter(Signature::isRecommended)
            .sorted(Comparator.comparingDouble(signature -> -Similarity.of(signature, words)))
            .toList();
    double best = ranked.isEmpty() ? 0 : Similarity.of(ranked.get(0), words);
    return ranked.stream()
        .filter(signature -> Similarity.of(signature, words) > Math.max(0, best - NEARLY_AS_CLOSE))
        .toList();
  }
}
