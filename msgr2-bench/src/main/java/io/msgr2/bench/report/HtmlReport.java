// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A report as one page that needs nothing else, with a chart for each row. */
public final class HtmlReport {
  private static final String TITLE = "What msgr2 bench measured";

  private final StringBuilder out = new StringBuilder();

  private HtmlReport() {}

  /** Returns the page. */
  public static String of(Report report) {
    HtmlReport page = new HtmlReport();
    page.line("<!doctype html>");
    page.line("<html lang=\"en\">");
    page.line("<meta charset=\"utf-8\">");
    page.line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    page.line("<title>" + TITLE + "</title>");
    page.line("<style>\n" + style() + "</style>");
    page.line("<h1>" + TITLE + "</h1>");
    page.line("<dl>");
    report
        .environment()
        .forEach(
            (name, value) ->
                page.line("<dt>" + Html.escape(name) + "</dt><dd>" + Html.escape(value) + "</dd>"));
    page.line("</dl>");
    page.targets(Targets.of(report));
    report.sections().forEach(page::section);
    page.failures(report.failures());
    page.line("</html>");
    return page.out.toString();
  }

  private void targets(Targets targets) {
    if (targets.lines().isEmpty()) {
      return;
    }
    line("<h2>Targets</h2>");
    line("<table>");
    StringBuilder head = new StringBuilder("<tr><th></th><th>target</th>");
    targets.jdks().forEach(jdk -> head.append("<th>").append(Html.escape(jdk)).append("</th>"));
    line(head + "</tr>");
    for (Targets.Line target : targets.lines()) {
      StringBuilder row = new StringBuilder("<tr><td>").append(Html.escape(target.place()));
      row.append("</td><td>").append(Html.escape(target.target())).append("</td>");
      for (String jdk : targets.jdks()) {
        row.append(verdict(Optional.ofNullable(target.verdicts().get(jdk))));
      }
      line(row + "</tr>");
    }
    line("</table>");
  }

  private void section(Report.Section section) {
    line("<h2>" + Html.escape(section.title()) + "</h2>");
    line("<p>" + Html.escape(section.note()) + "</p>");
    for (Report.Row row : section.rows()) {
      line("<h3>" + Html.escape(row.title() + ", " + row.jdk()) + "</h3>");
      out.append(BarChart.of(row));
      line("<table>");
      line("<tr><th></th><th>median</th><th>least–most</th><th>ratio</th><th>targets</th></tr>");
      row.cells().forEach(this::cell);
      line("</table>");
    }
  }

  private void cell(Cell cell) {
    StringBuilder row = new StringBuilder("<tr>");
    for (String text :
        List.of(
            cell.title(),
            cell.figure().format(cell.median()),
            cell.figure().range(cell.least(), cell.most()),
            cell.ratioWords().orElse("–"))) {
      row.append("<td>").append(Html.escape(text)).append("</td>");
    }
    row.append("<td>");
    for (Cell.Verdict verdict : cell.verdicts()) {
      String words = verdict.check().title() + ": " + Check.number(verdict.value());
      row.append(span(verdict.isMet(), words)).append("<br>");
    }
    line(row + "</td></tr>");
  }

  private void failures(List<String> failures) {
    if (failures.isEmpty()) {
      return;
    }
    line("<h2>What could not be measured</h2>");
    line("<ul>");
    failures.forEach(failure -> line("<li>" + Html.escape(failure) + "</li>"));
    line("</ul>");
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  private static String verdict(Optional<Cell.Verdict> verdict) {
    return "<td>"
        + verdict.map(it -> span(it.isMet(), Check.number(it.value()))).orElse("–")
        + "</td>";
  }

  private static String span(boolean met, String words) {
    return "<span class=\""
        + (met ? "good" : "bad")
        + "\">"
        + Html.escape(words)
        + (met ? " ✓" : " ✗ missed")
        + "</span>";
  }

  private static String style() {
    try (InputStream css = HtmlReport.class.getResourceAsStream("report.css")) {
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
