// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.ceph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The words of a command.
 *
 * @param list in order
 */
record Words(List<Word> list) {
  private static final Pattern OPTION = Pattern.compile("--([^=]+)(?:=(.*))?", Pattern.DOTALL);
  private static final Pattern PAIR = Pattern.compile("([A-Za-z0-9_-]+)=(.*)", Pattern.DOTALL);

  Words {
    list = List.copyOf(list);
  }

  /**
   * One word.
   *
   * @param verbatim whether it came after {@code --}, so that it names nothing
   */
  record Word(String text, boolean verbatim) {
    /** Returns whether it is {@code --name} or {@code --name=value}. */
    boolean isOption() {
      return !verbatim && OPTION.matcher(text).matches();
    }

    /** Returns whether it is {@code name=value}. */
    boolean isPair() {
      return !verbatim && !isOption() && PAIR.matcher(text).matches();
    }

    /** Returns the name in an option or a pair. */
    String name() {
      return parts().group(1);
    }

    /** Returns the value in an option or a pair. */
    Optional<String> value() {
      return Optional.ofNullable(parts().group(2));
    }

    private Matcher parts() {
      Matcher parts = (isOption() ? OPTION : PAIR).matcher(text);
      if (!parts.matches()) {
        throw new IllegalStateException("'" + text + "' has no name");
      }
      return parts;
    }
  }

  /**
   * @param verbatim those that came after {@code --}
   */
  static Words of(List<String> words, List<String> verbatim) {
    List<Word> list = new ArrayList<>();
    words.forEach(word -> list.add(new Word(word, false)));
    verbatim.forEach(word -> list.add(new Word(word, true)));
    return new Words(list);
  }

  boolean isEmpty() {
    return list.isEmpty();
  }

  /** Returns how many of the signature's leading words these words begin with. */
  int common(Signature signature) {
    int limit = Math.min(signature.leadingWords(), list.size());
    for (int i = 0; i < limit; i++) {
      if (!signature.elements().get(i).usage().equals(list.get(i).text())) {
        return i;
      }
    }
    return limit;
  }

  /** Returns whether each word says which of the signature's parameters it is for. */
  boolean allName(Signature signature) {
    return list.stream()
        .allMatch(
            word ->
                (word.isPair() || word.isOption()) && signature.parameter(word.name()).isPresent());
  }

  /** Returns the words without the first ones. */
  Words after(int count) {
    return new Words(list.subList(count, list.size()));
  }

  @Override
  public String toString() {
    return list.stream().map(Word::text).collect(Collectors.joining(" "));
  }
}
