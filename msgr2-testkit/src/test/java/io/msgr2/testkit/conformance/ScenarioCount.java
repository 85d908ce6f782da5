// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.conformance;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Counts which scenarios of the catalogue were run, and says so when the tests are over. One that
 * is run in several ways passes only if it does in all of them.
 */
final class ScenarioCount implements BeforeTestExecutionCallback, AfterTestExecutionCallback {
  private static final Set<String> RUN = new ConcurrentSkipListSet<>();
  private static final Set<String> FAILED = new ConcurrentSkipListSet<>();

  static void started(String id) {
    RUN.add(id);
  }

  static void failed(String id) {
    FAILED.add(id);
  }

  @Override
  public void beforeTestExecution(ExtensionContext context) {
    id(context).ifPresent(ScenarioCount::started);
    sayAtTheEnd(context);
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      id(context).ifPresent(ScenarioCount::failed);
    }
  }

  private static Optional<String> id(ExtensionContext context) {
    return Optional.ofNullable(context.getRequiredTestMethod().getAnnotation(Scenario.class))
        .map(Scenario::value);
  }

  private static void sayAtTheEnd(ExtensionContext context) {
    context
        .getRoot()
        .getStore(Namespace.create(ScenarioCount.class))
        .computeIfAbsent("summary", key -> (AutoCloseable) ScenarioCount::print);
  }

  private static void print() {
    Set<String> elsewhere = new TreeSet<>(Catalogue.elsewhere().keySet());
    elsewhere.removeAll(RUN);
    long leftOut = Catalogue.leftOut().keySet().stream().filter(Catalogue.ids()::contains).count();
    System.out.printf(
        "conformance, rows of the catalogue: %d run, %d passed, %d failed;"
            + " %d held by other tests, %d left out, of %d%n",
        RUN.size(),
        RUN.size() - FAILED.size(),
        FAILED.size(),
        elsewhere.size(),
        leftOut,
        Catalogue.ids().size());
    FAILED.forEach(id -> System.out.println("conformance, failed: " + id));
  }
}
