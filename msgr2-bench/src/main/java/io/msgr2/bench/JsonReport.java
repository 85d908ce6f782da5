// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/** One JSON document, printed when all cells were measured. */
final class JsonReport implements BenchReport {
  private final PrintWriter out;
  private final ObjectNode document;
  private final ArrayNode cells;

  JsonReport(PrintWriter out, ObjectMapper json) {
    this.out = out;
    document = json.createObjectNode();
    cells = json.createArrayNode();
  }

  @Override
  public void begin(int rounds, double seconds, int connections) {
    document
        .put("java", Runtime.version().toString())
        .put("rounds", rounds)
        .put("secondsPerRound", seconds)
        .put("connections", connections)
        .set("cells", cells);
  }

  @Override
  public void cell(BenchCase cell, Map<Contender, JsonNode> medians) {
    double raw = cell.figure(medians.get(Contender.RAW));
    ObjectNode entry = cells.addObject().put("size", cell.dataBytes()).put("depth", cell.depth());
    medians.forEach(
        (contender, median) -> {
          ObjectNode result = entry.putObject(contender.name().toLowerCase(Locale.ROOT));
          result.setAll((ObjectNode) median);
          result.put("ratioToRaw", cell.figure(median) / raw);
        });
  }

  @Override
  public void end() {
    out.println(document.toPrettyString());
  }
}
