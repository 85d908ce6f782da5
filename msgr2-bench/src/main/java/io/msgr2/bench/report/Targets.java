// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that was to be reached, a column for each Java.
 *
 * @param jdks names of the columns
 */
record Targets(List<String> jdks, List<Line> lines) {
  /**
   * One of them.
   *
   * @param verdicts by Java
   */
  record Line(String place, String target, Map<String, Cell.Verdict> verdicts) {}

  static Targets of(Report report) {
    List<String> jdks =
        report.sections().stream()
            .flatMap(section -> section.rows().stream())
            .map(Report.Row::jdk)
            .distinct()
            .toList();
    Map<List<String>, Line> lines = new LinkedHashMap<>();
    for (Report.Section section : report.sections()) {
      for (Report.Row row : section.rows()) {
        for (Cell cell : row.cells()) {
          for (Cell.Verdict verdict : cell.verdicts()) {
            String place = row.title() + ": " + cell.title();
            String target = verdict.check().title();
            lines
                .computeIfAbsent(
                    List.of(section.id(), place, target),
                    key -> new Line(place, target, new LinkedHashMap<>()))
                .verdicts()
                .put(row.jdk(), verdict);
          }
        }
      }
    }
    return new Targets(jdks, new ArrayList<>(lines.values()));
  }
}
