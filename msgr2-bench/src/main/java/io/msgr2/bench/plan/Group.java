// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.plan;

import io.msgr2.bench.peers.Contender;
import io.msgr2.bench.peers.Shape;
import io.msgr2.bench.report.Check;
import io.msgr2.bench.report.Figure;
import java.util.List;

/**
 * Entries that take turns, since they are to be compared.
 *
 * @param id a short name, with which it is chosen
 * @param bases the columns with which all are compared
 */
record Group(String id, String title, Figure figure, List<String> bases, List<Entry> entries) {
  /**
   * A cell to be.
   *
   * @param column its name
   */
  record Entry(String column, String title, Contender contender, Shape shape, List<Check> checks) {
    static Entry of(Contender contender, Shape shape, Check... checks) {
      return new Entry(contender.id(), contender.title(), contender, shape, List.of(checks));
    }
  }
}
