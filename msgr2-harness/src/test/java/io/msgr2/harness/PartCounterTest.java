// SPDX-License-Identifier: Apache-2.0
package io.msgr2.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class PartCounterTest {

  @TempDir Path directory;

  @Test
  void counts_passed_failed_and_skipped_tests_of_each_part() throws IOException {
    assertThat(countsOf(Mixed.class)).contains("vectors 1 0 0", "unit 3 1 3");
  }

  @Test
  void counts_a_failed_set_up_as_a_failure() throws IOException {
    assertThat(countsOf(FailsInSetUp.class)).containsExactly("interop 0 1 0");
  }

  @Test
  void counts_every_test_of_a_disabled_class_as_skipped() throws IOException {
    assertThat(countsOf(DisabledClass.class))
        .containsExactly("fuzz 0 0 2", "skipped fuzz PartCounterTest$DisabledClass: on purpose");
  }

  @Test
  void counts_every_test_of_a_class_that_gives_up_as_skipped() throws IOException {
    assertThat(countsOf(GivesUpInSetUp.class))
        .containsExactly(
            "interop 0 0 2",
            "skipped interop PartCounterTest$GivesUpInSetUp: Assumption failed: too old");
  }

  @Test
  void says_what_was_skipped_and_why() throws IOException {
    assertThat(countsOf(Mixed.class))
        .filteredOn(line -> line.startsWith("skipped"))
        .containsExactlyInAnyOrder(
            "skipped unit PartCounterTest$Mixed, is_disabled(): on purpose",
            "skipped unit PartCounterTest$Mixed, is_disabled_and_would_run_twice(int): on purpose",
            "skipped unit PartCounterTest$Mixed, gives_up(): on purpose");
  }

  @Test
  void counts_each_run_by_itself() throws IOException {
    assertThat(countsOf(GivesUpInSetUp.class, FailsInSetUp.class))
        .containsExactly(
            "interop 0 0 2",
            "skipped interop PartCounterTest$GivesUpInSetUp: Assumption failed: too old",
            "interop 0 1 0");
  }

  private Iterable<String> countsOf(Class<?>... testClasses) throws IOException {
    Path file = directory.resolve("counts");
    String given = System.getProperty(PartCounter.FILE_PROPERTY);
    System.setProperty(PartCounter.FILE_PROPERTY, file.toString());
    try {
      var config =
          LauncherConfig.builder()
              .enableTestExecutionListenerAutoRegistration(false)
              .addTestExecutionListeners(new PartCounter())
              .build();
      var launcher = LauncherFactory.create(config);
      for (Class<?> testClass : testClasses) {
        launcher.execute(
            LauncherDiscoveryRequestBuilder.request().selectors(selectClass(testClass)).build());
      }
    } finally {
      if (given == null) {
        System.clearProperty(PartCounter.FILE_PROPERTY);
      } else {
        System.setProperty(PartCounter.FILE_PROPERTY, given);
      }
    }
    return Files.readAllLines(file);
  }

  static class Mixed {
    @Test
    void passes() {}

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void passes_twice(int ignored) {}

    @Test
    void fails() {
      fail("on purpose");
    }

    @Test
    @Disabled("on purpose")
    void is_disabled() {}

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @Disabled("on purpose")
    void is_disabled_and_would_run_twice(int ignored) {}

    @Test
    void gives_up() {
      Assumptions.abort("on purpose");
    }

    @Test
    @Tag("vectors")
    @Tag("slow")
    void passes_with_a_tag() {}
  }

  @Tag("interop")
  static class FailsInSetUp {
    @BeforeAll
    static void fails() {
      fail("on purpose");
    }

    @Test
    void never_runs() {}
  }

  @Tag("interop")
  static class GivesUpInSetUp {
    @BeforeAll
    static void gives_up() {
      Assumptions.assumeTrue(false, "too old");
    }

    @Test
    void one() {}

    @Test
    void two() {}
  }

  @Disabled("on purpose")
  @Tag("fuzz")
  static class DisabledClass {
    @Test
    void one() {}

    @Test
    void two() {}
  }
}
