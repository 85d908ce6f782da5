// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A report as Markdown, to be pasted into a document. */
public final class MarkdownReport {
  private final StringBuilder out = new StringBuilder();

  private MarkdownReport() {}

  /** Returns the text. */
  public static String of(Report report) {
    MarkdownReport text = new MarkdownReport();
    text.line("# What `msgr2 bench` measured");
    text.line("");
    report.environment().forEach((name, value) -> text.line("- " + name + ": " + value));
    text.targets(Targets.of(report));
    report.sections().forEach(text::section);
    if (!report.failures().isEmpty()) {
      text.heading("What could not be measured");
      report.failures().forEach(failure -> text.line("- " + failure));
    }
    return text.out.toString();
  }

  private void targets(Targets targets) {
    if (targets.lines().isEmpty()) {
      return;
    }
    heading("Targets");
    header("", "target", targets.jdks());
    for (Targets.Line line : targets.lines()) {
      String values =
          targets.jdks().stream()
              .map(jdk -> verdict(Optional.ofNullable(line.verdicts().get(jdk))))
              .collect(Collectors.joining(" | "));
      line("| " + line.place() + " | " + line.target() + " | " + values + " |");
    }
  }

  private void section(Report.Section section) {
    heading(section.title());
    line(section.note());
    for (Table table : Table.of(section)) {
      line("");
      header("median (least–most), ratio", "Java", table.titles());
      for (Report.Row row : table.rows()) {
        String cells =
            table.columns().stream()
                .map(column -> Table.cell(row, column).map(MarkdownReport::cell).orElse("–"))
                .collect(Collectors.joining(" | "));
        line("| " + row.title() + " | " + row.jdk() + " | " + cells + " |");
      }
    }
  }

  private void header(String first, String second, List<String> rest) {
    line("| " + first + " | " + second + " | " + String.join(" | ", rest) + " |");
    line("|---|---|" + "---|".repeat(rest.size()));
  }

  private void heading(String title) {
    line("");
    line("## " + title);
    line("");
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  private static String verdict(Optional<Cell.Verdict> verdict) {
    return verdict
        .map(it -> Check.number(it.value()) + (it.isMet() ? " ✓" : " ✗ **missed**"))
        .orElse("–");
  }

  private static String cell(Cell cell) {
    String text =
        cell.figure().format(cell.median())
            + " ("
            + cell.figure().range(cell.least(), cell.most())
            + ")";
    text += cell.ratioWords().map(words -> ", " + words).orElse("");
    return cell.isMissed() ? text + " ✗" : text;
  }
}
