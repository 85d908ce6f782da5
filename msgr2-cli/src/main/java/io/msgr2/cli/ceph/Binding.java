// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.ceph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Binds the words of a command line to the parameters of one signature, from left to right. A word
 * that an optional parameter does not accept goes to the next one; {@code --name value}, {@code
 * --name=value} and, of a flag, {@code --name} go to the parameter of that name.
 */
final class Binding {
  /** What {@code name=value} is where both a named argument and a positional one are possible. */
  enum Preference {
    NAMED,
    POSITIONAL
  }

  private final Signature signature;
  private final Preference preference;
  private final Deque<Words.Word> words;
  private final Map<String, Object> arguments = new LinkedHashMap<>();
  private final Set<String> named = new HashSet<>();
  private int next;

  private Binding(Signature signature, Words words, Preference preference) {
    this.signature = signature;
    this.preference = preference;
    this.words = new ArrayDeque<>(words.list());
    arguments.put("prefix", signature.prefix());
  }

  /**
   * Returns the command with its arguments by name.
   *
   * @throws Mismatch when the words are not such a command
   */
  static Map<String, Object> bind(Signature signature, Words words, Preference preference) {
    Binding binding = new Binding(signature, words, preference);
    while (!binding.words.isEmpty()) {
      binding.take(binding.words.pop());
    }
    binding.requireAll();
    return binding.arguments;
  }

  private void take(Words.Word word) {
    if (!takeOption(word) && !takePair(word)) {
      takePositional(word);
    }
  }

  private boolean takeOption(Words.Word word) {
    if (!word.isOption()) {
      return false;
    }
    Optional<Element.Parameter> confirmation = parameterWithChoice(word.text());
    if (confirmation.isPresent()) {
      set(confirmation.get(), word.text());
      return true;
    }
    Element.Parameter parameter =
        signature
            .parameter(word.name())
            .orElseThrow(() -> new Mismatch("there is no option '" + word.text() + "'"));
    if (word.value().isPresent()) {
      set(parameter, word.value().get());
    } else if (parameter.type() instanceof ParameterType.Flag) {
      set(parameter, "true");
    } else if (words.isEmpty()) {
      throw new Mismatch("option " + word.text() + " needs a value");
    } else {
      set(parameter, words.pop().text());
    }
    return true;
  }

  /** Some confirmations are no flags but parameters with a single choice, dashes included. */
  private Optional<Element.Parameter> parameterWithChoice(String word) {
    return signature.parameters().stream()
        .filter(
            parameter ->
                parameter.type() instanceof ParameterType.Choice choice
                    && choice.choices().contains(word))
        .findFirst();
  }

  private boolean takePair(Words.Word word) {
    if (preference == Preference.POSITIONAL || !word.isPair()) {
      return false;
    }
    Optional<Element.Parameter> parameter = signature.parameter(word.name());
    parameter.ifPresent(found -> set(found, word.value().orElseThrow()));
    return parameter.isPresent();
  }

  private void takePositional(Words.Word word) {
    List<String> refusals = new ArrayList<>();
    for (skipNamed(); next < signature.elements().size(); skipNamed()) {
      Element element = signature.elements().get(next);
      boolean taken =
          element instanceof Element.Parameter parameter
              ? accepts(parameter, word, refusals)
              : requireFixed(element, word);
      if (!(taken && element instanceof Element.Parameter parameter && parameter.repeated())) {
        next++;
      }
      if (taken) {
        return;
      }
    }
    throw new Mismatch(
        switch (refusals.size()) {
          case 0 -> "unexpected argument '" + word.text() + "'";
          case 1 -> refusals.get(0);
          default -> "no argument can be '" + word.text() + "': " + String.join("; ", refusals);
        });
  }

  private static boolean requireFixed(Element fixed, Words.Word word) {
    if (!fixed.usage().equals(word.text())) {
      throw new Mismatch("expected '" + fixed.usage() + "', got '" + word.text() + "'");
    }
    return true;
  }

  /** Takes an argument, or adds why an optional one is none of this parameter. */
  private boolean accepts(Element.Parameter parameter, Words.Word word, List<String> refusals) {
    if (word.isPair() && signature.parameter(word.name()).equals(Optional.of(parameter))) {
      set(parameter, word.value().orElseThrow());
      return true;
    }
    if (!parameter.positional()) {
      return false;
    }
    try {
      boolean split = parameter.repeated() && parameter.type().isSeparatedByCommas();
      add(parameter, split ? word.text().split(",", -1) : new String[] {word.text()});
      return true;
    } catch (Mismatch e) {
      if (isMissing(parameter)) {
        throw e;
      }
      refusals.add(e.getMessage());
      return false;
    }
  }

  private void skipNamed() {
    while (next < signature.elements().size()
        && signature.elements().get(next) instanceof Element.Parameter parameter
        && named.contains(parameter.name())) {
      next++;
    }
  }

  private void set(Element.Parameter parameter, String value) {
    if (!parameter.repeated() && arguments.containsKey(parameter.name())) {
      throw new Mismatch("argument " + parameter.name() + " is given twice");
    }
    named.add(parameter.name());
    add(parameter, parameter.repeated() ? value.split(",", -1) : new String[] {value});
  }

  private void add(Element.Parameter parameter, String[] words) {
    List<Object> values = new ArrayList<>();
    for (String word : words) {
      try {
        values.add(parameter.type().read(word));
      } catch (Mismatch e) {
        throw new Mismatch("argument " + parameter.name() + ": " + e.getMessage());
      }
    }
    if (!parameter.repeated()) {
      arguments.put(parameter.name(), values.get(0));
      return;
    }
    if (arguments.get(parameter.name()) instanceof List<?> before) {
      values.addAll(0, before);
    }
    arguments.put(parameter.name(), List.copyOf(values));
  }

  private void requireAll() {
    for (Element element : signature.elements().subList(next, signature.elements().size())) {
      if (element instanceof Element.Word || isMissing((Element.Parameter) element)) {
        throw new Mismatch("missing argument " + element.usage());
      }
    }
  }

  private boolean isMissing(Element.Parameter parameter) {
    return parameter.required() && !arguments.containsKey(parameter.name());
  }
}
