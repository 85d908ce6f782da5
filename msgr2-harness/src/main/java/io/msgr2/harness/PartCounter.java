// SPDX-License-Identifier: Apache-2.0
package io.msgr2.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Counts the tests of a run by part and appends the counts to the file that the system property
 * {@value #FILE_PROPERTY} names: one line {@code part passed failed skipped} for each part that has
 * any, and one line {@code skipped part name: reason} for whatever was skipped. Without the
 * property nothing is written.
 */
public final class PartCounter implements TestExecutionListener {

  static final String FILE_PROPERTY = "msgr2.test.counts";

  private record Counts(AtomicInteger passed, AtomicInteger failed, AtomicInteger skipped) {
    Counts() {
      this(new AtomicInteger(), new AtomicInteger(), new AtomicInteger());
    }
  }

  private final Map<Part, Counts> counts = new EnumMap<>(Part.class);
  private final Queue<String> skips = new ConcurrentLinkedQueue<>();
  private TestPlan plan;

  @Override
  public void testPlanExecutionStarted(TestPlan testPlan) {
    plan = testPlan;
    skips.clear();
    for (Part part : Part.values()) {
      counts.put(part, new Counts());
    }
  }

  @Override
  public void executionSkipped(TestIdentifier identifier, String reason) {
    countSkipped(identifier);
    skips.add(
        "skipped %s %s: %s"
            .formatted(
                Part.of(identifier.getTags()).label(),
                name(identifier),
                reason.lines().findFirst().orElse("no reason given")));
  }

  @Override
  public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
    switch (result.getStatus()) {
      case SUCCESSFUL -> {
        if (identifier.isTest()) {
          of(identifier).passed.incrementAndGet();
        }
      }
      // A class or a set-up that fails counts too, though no test may have run.
      case FAILED -> of(identifier).failed.incrementAndGet();
      case ABORTED ->
          executionSkipped(
              identifier,
              result.getThrowable().map(Throwable::getMessage).orElse("no reason given"));
    }
  }

  @Override
  public void testPlanExecutionFinished(TestPlan testPlan) {
    String file = System.getProperty(FILE_PROPERTY);
    if (file == null) {
      return;
    }
    StringBuilder lines = new StringBuilder();
    counts.forEach(
        (part, c) -> {
          if (c.passed.get() + c.failed.get() + c.skipped.get() > 0) {
            lines.append("%s %s %s %s%n".formatted(part.label(), c.passed, c.failed, c.skipped));
          }
        });
    skips.forEach(skip -> lines.append(skip).append('\n'));
    try {
      Files.writeString(Path.of(file), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A class takes all its tests with it. */
  private void countSkipped(TestIdentifier identifier) {
    Set<TestIdentifier> children = plan.getChildren(identifier);
    if (children.isEmpty()) {
      of(identifier).skipped.incrementAndGet();
    }
    children.forEach(this::countSkipped);
  }

  /** Returns the name with those of the classes it is in; the root is the engine. */
  private String name(TestIdentifier identifier) {
    return plan.getParent(identifier)
        .filter(parent -> parent.getParentId().isPresent())
        .map(parent -> name(parent) + ", " + identifier.getDisplayName())
        .orElse(identifier.getDisplayName());
  }

  private Counts of(TestIdentifier identifier) {
    return counts.get(Part.of(identifier.getTags()));
  }
}
