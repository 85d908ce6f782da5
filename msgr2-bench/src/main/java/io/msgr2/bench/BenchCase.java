// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench;

/**
 * One cell of the matrix.
 *
 * @param dataBytes data in each request; answers have none
 * @param depth requests in flight per connection
 */
record BenchCase(int dataBytes, int depth, int connections) {
  /** Returns whether the cell is about bytes rather than about messages. */
  boolean isBulk() {
    return dataBytes >= 1 << 20;
  }

  String name() {
    String size =
        isBulk()
            ? (dataBytes >> 20) + " MiB"
            : dataBytes >= 1024 ? (dataBytes >> 10) + " KiB" : dataBytes + " B";
    return size
        + ", depth "
        + depth
        + (connections == 1 ? "" : ", " + connections + " connections");
  }
}
