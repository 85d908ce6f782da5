// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * What a session decides in every case there is, as a text for people to review: for each fact that
 * matters, what follows from each of its values.
 */
class DecisionTablesTest {
  private static final String TABLE = "decisions.txt";

  @Test
  void every_case_is_decided_as_reviewed() throws Exception {
    StringJoiner table = new StringJoiner("\n", "", "\n");
    table.add("# What a session decides, by the facts that matter (see the types of these names).");
    table.add("# Written by DecisionTablesTest; -D" + ReviewedText.UPDATE + " writes it again.");
    add(table, FaultDecision.Case.class, FaultDecision::of);
    add(table, IdentDecision.Case.class, IdentDecision::of);
    add(table, ReconnectDecision.Case.class, ReconnectDecision::of);

    ReviewedText.check(TABLE, table.toString());
  }

  private static <C extends Record> void add(
      StringJoiner table, Class<C> type, Function<C, ? extends Enum<?>> decision) throws Exception {
    table.add("").add(type.getEnclosingClass().getSimpleName());
    Tree<C> tree = new Tree<>(type, decision);
    tree.print("  ", new ArrayList<>(), table);
  }

  /** The cases as a tree, which branches where a fact makes a difference. */
  private static final class Tree<C extends Record> {
    private final RecordComponent[] facts;
    private final Constructor<C> constructor;
    private final Function<C, ? extends Enum<?>> decision;

    Tree(Class<C> type, Function<C, ? extends Enum<?>> decision) throws NoSuchMethodException {
      this.facts = type.getRecordComponents();
      this.constructor =
          type.getDeclaredConstructor(
              Arrays.stream(facts).map(RecordComponent::getType).toArray(Class<?>[]::new));
      this.decision = decision;
    }

    void print(String indent, List<Object> known, StringJoiner table) throws Exception {
      List<String> outcomes = outcomes(known);
      if (outcomes.stream().distinct().count() == 1) {
        table.add(indent + outcomes.get(0));
        return;
      }
      RecordComponent fact = facts[known.size()];
      List<Object> values = values(fact.getType());
      List<List<String>> branches = new ArrayList<>();
      for (Object value : values) {
        branches.add(outcomes(with(known, value)));
      }
      if (branches.stream().distinct().count() == 1) {
        print(indent, with(known, values.get(0)), table);
        return;
      }
      for (int i = 0; i < values.size(); i++) {
        table.add(indent + name(fact, values.get(i)));
        print(indent + "  ", with(known, values.get(i)), table);
      }
    }

    private List<String> outcomes(List<Object> known) throws Exception {
      if (known.size() == facts.length) {
        return List.of(outcome(constructor.newInstance(known.toArray())));
      }
      List<String> all = new ArrayList<>();
      for (Object value : values(facts[known.size()].getType())) {
        all.addAll(outcomes(with(known, value)));
      }
      return all;
    }

    private String outcome(C facts) {
      try {
        return decision.apply(facts).toString();
      } catch (IllegalStateException e) {
        return "cannot be: " + e.getMessage();
      }
    }

    private static List<Object> values(Class<?> type) {
      if (type == boolean.class) {
        return List.of(true, false);
      }
      return type == int.class ? List.of(-1, 0, 1) : List.of(type.getEnumConstants());
    }

    private static String name(RecordComponent fact, Object value) {
      if (value instanceof Boolean yes) {
        return (yes ? "" : "not ") + fact.getName();
      }
      if (value instanceof Integer comparison) {
        return fact.getName() + List.of(" behind", " equal", " ahead").get(comparison + 1);
      }
      return fact.getName() + " " + value;
    }

    private static List<Object> with(List<Object> known, Object value) {
      List<Object> more = new ArrayList<>(known);
      more.add(value);
      return more;
    }
  }
}
