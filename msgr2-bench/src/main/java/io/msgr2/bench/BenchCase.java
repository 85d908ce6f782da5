// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;

/**
 * One cell of the matrix.
 *
 * @param dataBytes data in each request; answers have none
 * @param depth requests in flight per connection
 */
record BenchCase(int dataBytes, int depth, int connections) {
  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;

  /** Returns whether the cell is about bytes rather than about messages. */
  boolean isBulk() {
    return dataBytes >= MIB;
  }

  /** Returns the figure that counts of a run's report. */
  double figure(JsonNode run) {
    return run.get(isBulk() ? "megabytesPerSecond" : "requestsPerSecond").asDouble();
  }

  /** Returns the run in the middle. */
  JsonNode median(List<JsonNode> runs) {
    return runs.stream()
        .sorted(Comparator.comparingDouble(this::figure))
        .toList()
        .get(runs.size() / 2);
  }

  String name() {
    return size() + ", depth " + depth;
  }

  private String size() {
    if (dataBytes >= MIB && dataBytes % MIB == 0) {
      return dataBytes / MIB + " MiB";
    }
    if (dataBytes >= KIB && dataBytes % KIB == 0) {
      return dataBytes / KIB + " KiB";
    }
    return dataBytes + " B";
  }
}
