// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** The reports of measurements that nobody made, against texts that were read with care. */
class ReportTest {
  @Test
  void prints_markdown() throws IOException {
    assertThat(MarkdownReport.of(report())).isEqualTo(expected("expected.md"));
  }

  @Test
  void prints_json_with_every_turn() throws IOException {
    assertThat(JsonReport.of(report())).isEqualTo(expected("expected.json"));
  }

  @Test
  void prints_a_page_that_needs_nothing_else() throws IOException {
    String page = HtmlReport.of(report());
    int style = page.indexOf("<style>");
    int end = page.indexOf("</style>");
    assertThat(page.substring(style, end)).contains("prefers-color-scheme: dark");
    assertThat(page.substring(0, style) + page.substring(end)).isEqualTo(expected("expected.html"));
    assertThat(page).doesNotContain("<script", "src=", "href=", "url(", "@import", "http");
  }

  @Test
  void takes_the_lower_of_two_in_the_middle() {
    Cell cell = cell("raw", "raw", Map.of(), List.of(), 4, 1, 3, 2);
    assertThat(cell.median()).isEqualTo(2);
    assertThat(cell.least()).isEqualTo(1);
    assertThat(cell.most()).isEqualTo(4);
  }

  private static Report report() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("CPU", "made of <sand> & \"glass\"");
    environment.put("cores", "2");
    Map<String, Double> both = new LinkedHashMap<>();
    both.put("plain", 1.25);
    both.put("raw", 0.7);
    Cell.Verdict met = new Cell.Verdict(Check.ratio("raw", 0.6), 0.7);
    Cell.Verdict missed = new Cell.Verdict(Check.ratio("grpc-tls", 2), 1.9);
    Cell.Verdict heavy = new Cell.Verdict(Check.atMost(12), 12.5);
    return new Report(
        environment,
        List.of(
            new Report.Section(
                "matrix",
                "Requests",
                "In turns.",
                List.of(
                    new Report.Row(
                        "64 B, depth 64",
                        "JDK 17",
                        List.of(
                            cell(
                                "raw", "raw Netty", Map.of("raw", 1.0), List.of(), 1000, 900, 1100),
                            cell("crc", "msgr2 crc", both, List.of(met, missed), 700, 710, 690))),
                    new Report.Row(
                        "64 B, depth 64",
                        "JDK 25",
                        List.of(
                            cell(
                                "raw",
                                "raw Netty",
                                Map.of("raw", 2.0),
                                List.of(),
                                2000,
                                1500,
                                2500))))),
            new Report.Section(
                "memory",
                "Memory",
                "At rest.",
                List.of(
                    new Report.Row(
                        "idle",
                        "JDK 25",
                        List.of(
                            new Cell(
                                "crc",
                                "msgr2 crc",
                                Figure.MEMORY,
                                rounds("kibPerSession", 12.5),
                                Map.of(),
                                List.of(heavy))))))),
        List.of("64 B, depth 64: msgr2 crc: it ended"));
  }

  private static Cell cell(
      String column,
      String title,
      Map<String, Double> ratios,
      List<Cell.Verdict> verdicts,
      double... figures) {
    return new Cell(
        column, title, Figure.REQUESTS, rounds("requestsPerSecond", figures), ratios, verdicts);
  }

  private static List<JsonNode> rounds(String field, double... figures) {
    return DoubleStream.of(figures)
        .<JsonNode>mapToObj(figure -> new ObjectMapper().createObjectNode().put(field, figure))
        .toList();
  }

  private static String expected(String name) throws IOException {
    try (InputStream text = ReportTest.class.getResourceAsStream(name)) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
