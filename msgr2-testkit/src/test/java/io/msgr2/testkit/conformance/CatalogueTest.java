// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every scenario of the catalogue is held somewhere, or is left out for a reason. */
class CatalogueTest {
  private static final List<Class<?>> CLASSES =
      List.of(
          TrafficTest.class,
          EstablishmentTest.class,
          FunctionTest.class,
          MarkdownTest.class,
          StressTest.class,
          RefusalTest.class,
          RulesTest.class);

  private static final Pattern COUNTS =
      Pattern.compile(
          "catalogue of\\s+(\\d+)\\s+scenarios:\\s+(\\d+) are run\\b[^;]*;\\s+(\\d+) are left\\s+out");

  @Test
  void no_scenario_is_forgotten() {
    Set<String> known = new TreeSet<>(runHere());
    known.addAll(Catalogue.elsewhere().keySet());
    leftOutWhole().forEach(known::add);
    assertThat(known).isEqualTo(Catalogue.ids());
  }

  @Test
  void what_is_left_out_is_not_run() {
    assertThat(Catalogue.leftOut().keySet()).doesNotContainAnyElementsOf(runHere());
  }

  @Test
  void the_readme_counts_them_right() throws IOException {
    String readme = Files.readString(Path.of(System.getProperty("msgr2.root"), "README.md"));
    Matcher counts = COUNTS.matcher(readme);
    assertThat(counts.find()).as("README.md says how many scenarios there are").isTrue();
    assertThat(List.of(counts.group(1), counts.group(2), counts.group(3)))
        .map(Integer::valueOf)
        .containsExactly(Catalogue.ids().size(), runHere().size(), (int) leftOutWhole().count());
  }

  @Test
  void parts_that_are_left_out_are_parts_of_scenarios() {
    assertThat(Catalogue.leftOut().keySet())
        .allSatisfy(id -> assertThat(Catalogue.ids()).contains(id.split("/", -1)[0]));
  }

  @Test
  void tests_of_other_modules_exist() throws IOException {
    for (List<String> tests : Catalogue.elsewhere().values()) {
      for (String test : tests) {
        String[] words = test.split("[ #]", -1);
        Path source =
            Path.of("..", words[0], "src", "test", "java")
                .resolve(words[1].replace('.', '/') + ".java");
        assertThat(Files.readString(source))
            .containsPattern("void " + Pattern.quote(words[2]) + "\\(");
      }
    }
  }

  private static Stream<String> leftOutWhole() {
    return Catalogue.leftOut().keySet().stream().filter(id -> !id.contains("/"));
  }

  private static Set<String> runHere() {
    Set<String> ids = new TreeSet<>();
    Table.parse(Texts.lines("sessions.txt")).forEach(row -> ids.add(row.id()));
    CLASSES.stream()
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .flatMap(CatalogueTest::scenario)
        .forEach(ids::add);
    return ids;
  }

  private static Stream<String> scenario(Method method) {
    return Stream.ofNullable(method.getAnnotation(Scenario.class)).map(Scenario::value);
  }
}
