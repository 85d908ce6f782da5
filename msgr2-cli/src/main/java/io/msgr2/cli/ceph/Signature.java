// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.ceph;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One command that a daemon knows.
 *
 * @param elements its words and parameters in order
 * @param help what it does
 * @param flags see the constants
 */
record Signature(List<Element> elements, String help, int flags) {
  /** It does not exist any more. */
  private static final int OBSOLETE = 1 << 1;

  /** It is still there, but not for new users. */
  private static final int DEPRECATED = 1 << 2;

  /** It is not for everybody. */
  private static final int HIDDEN = 1 << 5;

  Signature {
    elements = List.copyOf(elements);
  }

  boolean isObsolete() {
    return (flags & OBSOLETE) != 0;
  }

  /** Returns whether users should be told of it. */
  boolean isRecommended() {
    return (flags & (OBSOLETE | DEPRECATED | HIDDEN)) == 0;
  }

  /** Returns the fixed words, joined by blanks: the name of the command. */
  String prefix() {
    return elements.stream()
        .filter(Element.Word.class::isInstance)
        .map(Element::usage)
        .collect(Collectors.joining(" "));
  }

  /** Returns the number of fixed words that the command begins with. */
  int leadingWords() {
    int count = 0;
    while (count < elements.size() && elements.get(count) instanceof Element.Word) {
      count++;
    }
    return count;
  }

  /** Returns the parameter with the given name, written with dashes or underscores. */
  Optional<Element.Parameter> parameter(String name) {
    String wanted = name.replace('-', '_');
    return parameters().stream()
        .filter(parameter -> parameter.name().replace('-', '_').equals(wanted))
        .findFirst();
  }

  List<Element.Parameter> parameters() {
    return elements.stream()
        .filter(Element.Parameter.class::isInstance)
        .map(Element.Parameter.class::cast)
        .toList();
  }

  String usage() {
    return elements.stream().map(Element::usage).collect(Collectors.joining(" "));
  }
}
