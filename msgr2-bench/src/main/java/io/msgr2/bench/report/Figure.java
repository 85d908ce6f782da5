// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** What a cell shows of all that was measured. */
public enum Figure {
  /** Requests that were answered. */
  REQUESTS("requestsPerSecond", "/s"),
  /** Data in requests that were answered. */
  MEGABYTES("megabytesPerSecond", "MB/s"),
  /** Computing time that both ends take for a request. */
  CPU("cpuMicros", "µs CPU"),
  /** Memory that a session takes on each side. */
  MEMORY("kibPerSession", "KiB");

  private final String field;
  private final String unit;

  Figure(String field, String unit) {
    this.field = field;
    this.unit = unit;
  }

  /** Returns the unit, in words for people. */
  String unit() {
    return unit;
  }

  /** Returns its value in what was measured. */
  public double of(JsonNode measured) {
    return this == CPU
        ? measured.path("serverCpuMicros").asDouble() + measured.path("clientCpuMicros").asDouble()
        : measured.path(field).asDouble();
  }

  /** Returns the words for a value. */
  public String format(double value) {
    return format(value, value) + " " + unit;
  }

  /** Returns the words for the smallest and the largest value. */
  public String range(double least, double most) {
    return format(least, most) + "–" + format(most, most);
  }

  private static String format(double value, double scale) {
    return String.format(Locale.ROOT, scale >= 100 ? "%,.0f" : "%.1f", value);
  }
}
