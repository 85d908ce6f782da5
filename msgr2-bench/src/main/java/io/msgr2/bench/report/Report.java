// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.report;

import java.util.List;
import java.util.Map;

/**
 * What was measured in one run.
 *
 * @param environment what it was measured on, by name
 * @param failures what could not be measured, and why
 */
public record Report(
    Map<String, String> environment, List<Section> sections, List<String> failures) {

  /**
   * Measurements that belong together.
   *
   * @param note what was done, and how to read it
   */
  public record Section(String id, String title, String note, List<Row> rows) {}

  /**
   * Contenders that took turns.
   *
   * @param jdk which Java they ran on
   */
  public record Row(String title, String jdk, List<Cell> cells) {}
}
