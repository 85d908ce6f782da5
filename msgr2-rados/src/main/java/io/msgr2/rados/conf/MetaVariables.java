// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.conf;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces {@code $name} and <code>${name}</code> in values. A name that stands for nothing stays
 * as it is, and so does one whose value leads back to itself.
 */
final class MetaVariables {
  private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{([a-z_]+)}|([a-z_]+))");

  private final Function<String, Optional<String>> values;
  private final Deque<String> expanding = new ArrayDeque<>();

  /**
   * @param values the value of a name, which may itself hold variables
   */
  MetaVariables(Function<String, Optional<String>> values) {
    this.values = values;
  }

  String expand(String text) {
    return VARIABLE
        .matcher(text)
        .replaceAll(
            match -> {
              String name = match.group(1) != null ? match.group(1) : match.group(2);
              return Matcher.quoteReplacement(valueOf(name).orElse(match.group()));
            });
  }

  private Optional<String> valueOf(String name) {
    if (expanding.contains(name)) {
      return Optional.empty();
    }
    expanding.push(name);
    try {
      return values.apply(name).map(this::expand);
    } finally {
      expanding.pop();
    }
  }
}
