// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.peers;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What clients do.
 *
 * @param dataBytes data in each request; answers have none
 * @param depth requests in flight per connection
 * @param connections how many connections
 */
public record Shape(int dataBytes, int depth, int connections) {
  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;
  private static final int MAX_BYTES = 128 * MIB;
  private static final int MAX_DEPTH = 65_536;
  private static final int MAX_CONNECTIONS = 4096;
  private static final Pattern ID =
      Pattern.compile("(\\d{1,9})([KM]?)-d(\\d{1,5})(?:-c(\\d{1,4}))?");

  /**
   * Returns what an id stands for.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Shape parse(String id) {
    Matcher parts = ID.matcher(id);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'" + id + "' is no case; expected something like 4K-d64 or 64-d1-c8");
    }
    long unit = "K".equals(parts.group(2)) ? KIB : "M".equals(parts.group(2)) ? MIB : 1;
    long bytes = Long.parseLong(parts.group(1)) * unit;
    int depth = Integer.parseInt(parts.group(3));
    int connections = parts.group(4) == null ? 1 : Integer.parseInt(parts.group(4));
    if (bytes > MAX_BYTES
        || depth < 1
        || depth > MAX_DEPTH
        || connections < 1
        || connections > MAX_CONNECTIONS) {
      throw new IllegalArgumentException(
          "'" + id + "' is out of range: 0 to 128M, d1 to d65536, c1 to c4096");
    }
    return new Shape((int) bytes, depth, connections);
  }

  /** Returns whether this is about bytes rather than about messages. */
  public boolean isBulk() {
    return dataBytes >= MIB;
  }

  /** Returns the words for it, e.g. "4 KiB, depth 64, 8 connections". */
  public String title() {
    String title = size() + ", depth " + depth;
    return connections == 1 ? title : title + ", " + connections + " connections";
  }

  /** Returns a short name for it, e.g. "4K-d64-c8". */
  public String id() {
    String size = size().replace("iB", "").replace(" ", "").replace("B", "");
    return size + "-d" + depth + (connections == 1 ? "" : "-c" + connections);
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
