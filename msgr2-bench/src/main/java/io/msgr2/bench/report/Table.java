// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows of a section with the same columns.
 *
 * @param columns names of the columns
 * @param titles the same for people
 */
record Table(List<String> columns, List<String> titles, List<Report.Row> rows) {
  /** Returns the tables of a section. A row that lacks columns belongs to the table before it. */
  static List<Table> of(Report.Section section) {
    List<Table> tables = new ArrayList<>();
    for (Report.Row row : section.rows()) {
      List<String> columns = row.cells().stream().map(Cell::column).toList();
      Optional<Table> last =
          tables.isEmpty() ? Optional.empty() : Optional.of(tables.get(tables.size() - 1));
      if (last.isPresent() && last.get().columns.containsAll(columns)) {
        last.get().rows.add(row);
      } else if (last.isPresent() && columns.containsAll(last.get().columns)) {
        List<Report.Row> rows = new ArrayList<>(last.get().rows);
        rows.add(row);
        tables.set(tables.size() - 1, new Table(columns, titles(row), rows));
      } else {
        tables.add(new Table(columns, titles(row), new ArrayList<>(List.of(row))));
      }
    }
    return tables;
  }

  /** Returns the cell of a row, if it was measured. */
  static Optional<Cell> cell(Report.Row row, String column) {
    return row.cells().stream().filter(cell -> cell.column().equals(column)).findFirst();
  }

  private static List<String> titles(Report.Row row) {
    return row.cells().stream().map(Cell::title).toList();
  }
}
