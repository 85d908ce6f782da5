// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.turn;

import picocli.CommandLine.Option;

/** What each client of bench is told, and {@code msgr2 load} as well. */
public final class LoadOptions {
  @Option(names = "--connect", required = true, description = "Where the other end listens.")
  private String address;

  @Option(names = "--size", required = true, description = "Bytes of data in each request.")
  private int dataBytes;

  @Option(names = "--depth", required = true, description = "Requests in flight per connection.")
  private int depth;

  @Option(names = "--connections", required = true, description = "How many connections.")
  private int connections;

  @Option(names = "--event-loops", defaultValue = "1", description = "How many threads.")
  private int eventLoops;

  /** Returns where the other end listens. */
  public String address() {
    return address;
  }

  /** Returns the port of the address. */
  public int port() {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  /** Returns how many bytes of data each request has. */
  public int dataBytes() {
    return dataBytes;
  }

  /** Returns how many requests are in flight on each connection. */
  public int depth() {
    return depth;
  }

  /** Returns how many connections there are. */
  public int connections() {
    return connections;
  }

  /** Returns how many threads serve them. */
  public int eventLoops() {
    return eventLoops;
  }
}
