// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** Prints what was measured. */
interface BenchReport {
  /** Says how it is measured. */
  void begin(int rounds, double seconds, int connections);

  /** Takes the median run of each contender. */
  void cell(BenchCase cell, Map<Contender, JsonNode> medians);

  /** All cells were measured. */
  void end();
}
