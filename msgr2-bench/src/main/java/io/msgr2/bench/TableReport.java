// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/** A table in Markdown, row by row as they are measured. */
record TableReport(PrintWriter out) implements BenchReport {
  @Override
  public void begin(int rounds, double seconds, int connections) {
    out.printf(
        Locale.ROOT,
        "Java %s, medians of %d rounds of %s s, %d connection%s%n%n",
        Runtime.version(),
        rounds,
        seconds,
        connections,
        connections == 1 ? "" : "s");
    out.println("| request, answer empty | raw Netty | msgr2 crc | ratio | msgr2 secure | ratio |");
    out.println("|---|---|---|---|---|---|");
    out.flush();
  }

  @Override
  public void cell(BenchCase cell, Map<Contender, JsonNode> medians) {
    double raw = cell.figure(medians.get(Contender.RAW));
    double crc = cell.figure(medians.get(Contender.CRC));
    double secure = cell.figure(medians.get(Contender.SECURE));
    out.printf(
        Locale.ROOT,
        "| %s | %s | %s | %.2f | %s | %.2f |%n",
        cell.name(),
        figure(cell, raw),
        figure(cell, crc),
        crc / raw,
        figure(cell, secure),
        secure / raw);
    out.flush();
  }

  @Override
  public void end() {
    out.flush();
  }

  private static String figure(BenchCase cell, double value) {
    return String.format(Locale.ROOT, "%,.0f %s", value, cell.isBulk() ? "MB/s" : "/s");
  }
}
