// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A report as one JSON document, with all that was measured in each turn. */
public final class JsonReport {
  private JsonReport() {}

  /** Returns the document, with a line feed at the end. */
  public static String of(Report report) {
    ObjectNode document = new ObjectMapper().createObjectNode();
    ObjectNode environment = document.putObject("environment");
    report.environment().forEach(environment::put);
    report.failures().forEach(document.putArray("failures")::add);
    ArrayNode sections = document.putArray("sections");
    for (Report.Section section : report.sections()) {
      ObjectNode node = sections.addObject();
      node.put("id", section.id()).put("title", section.title()).put("note", section.note());
      ArrayNode rows = node.putArray("rows");
      for (Report.Row row : section.rows()) {
        ArrayNode cells =
            rows.addObject().put("title", row.title()).put("jdk", row.jdk()).putArray("cells");
        row.cells().forEach(cell -> put(cells.addObject(), cell));
      }
    }
    return document.toPrettyString() + "\n";
  }

  private static void put(ObjectNode node, Cell cell) {
    node.put("column", cell.column()).put("title", cell.title());
    node.put("unit", cell.figure().unit());
    node.put("median", cell.median()).put("min", cell.least()).put("max", cell.most());
    cell.ratios().forEach(node.putObject("ratios")::put);
    ArrayNode targets = node.putArray("targets");
    for (Cell.Verdict verdict : cell.verdicts()) {
      targets
          .addObject()
          .put("target", verdict.check().title())
          .put("value", verdict.value())
          .put("met", verdict.isMet());
    }
    cell.rounds().forEach(node.putArray("rounds")::add);
  }
}
