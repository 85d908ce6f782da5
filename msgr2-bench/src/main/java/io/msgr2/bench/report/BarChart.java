// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.report;

import java.util.Locale;

/** A row as bars beside each other: medians, with a line from the least to the most. */
final class BarChart {
  private static final int WIDTH = 720;
  private static final int LABEL_WIDTH = 150;
  private static final int VALUE_WIDTH = 190;
  private static final int BAR_HEIGHT = 18;
  private static final int STEP = 26;
  private static final int PADDING = 6;

  private final StringBuilder svg = new StringBuilder();
  private final double scale;

  private BarChart(Report.Row row) {
    double most = row.cells().stream().mapToDouble(Cell::most).max().orElse(1);
    scale = (WIDTH - LABEL_WIDTH - VALUE_WIDTH) / (most > 0 ? most : 1);
  }

  static String of(Report.Row row) {
    BarChart chart = new BarChart(row);
    int height = row.cells().size() * STEP + 2 * PADDING;
    String title = Html.escape(row.title() + ", " + row.jdk());
    chart.add("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n", WIDTH, height, title);
    int y = PADDING;
    for (Cell cell : row.cells()) {
      chart.bar(cell, y);
      y += STEP;
    }
    chart.add("</svg>\n");
    return chart.svg.toString();
  }

  private void bar(Cell cell, int y) {
    int middle = y + BAR_HEIGHT / 2;
    int textY = middle + 4;
    add(
        "<text class=\"name\" x=\"%d\" y=\"%d\">%s</text>\n",
        LABEL_WIDTH - 8, textY, Html.escape(cell.title()));
    add(
        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>\n",
        style(cell), LABEL_WIDTH, y, cell.median() * scale, BAR_HEIGHT);
    add("<path class=\"spread\" d=\"M%.1f %dH%.1f\"/>\n", x(cell.least()), middle, x(cell.most()));
    add(
        "<text x=\"%.1f\" y=\"%d\">%s</text>\n",
        x(cell.most()) + 8, textY, Html.escape(label(cell)));
  }

  private double x(double value) {
    return LABEL_WIDTH + value * scale;
  }

  private static String style(Cell cell) {
    if (cell.isMissed()) {
      return "missed";
    }
    return cell.verdicts().isEmpty() ? "other" : "met";
  }

  private static String label(Cell cell) {
    String ratio = cell.ratio().map(it -> " · " + Check.number(it)).orElse("");
    return cell.figure().format(cell.median()) + ratio + (cell.isMissed() ? " ✗" : "");
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}
