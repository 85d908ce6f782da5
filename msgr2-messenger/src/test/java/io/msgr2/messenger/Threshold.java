// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A row of thresholds.txt.
 *
 * @param client what the client's event loop may spend
 * @param server what the server's event loop may spend
 */
record Threshold(Cost cost, Security security, Exchange.Shape shape, double client, double server) {
  private static final String FILE = "thresholds.txt";

  /** What is spent. */
  enum Cost {
    ALLOCATED_BYTES,
    SYSTEM_CALLS,
    WAITS,
    CALLS_PER_WAIT,
    WAKE_UPS
  }

  static List<Threshold> all() {
    try (InputStream in = Threshold.class.getResourceAsStream(FILE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .map(Threshold::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Expects that what was spent is no more than what may be. */
  void check(double spentByClient, double spentByServer) {
    System.out.printf(
        "%s: the client spent %.1f, the server %.1f%n", this, spentByClient, spentByServer);
    assertThat(spentByClient).as("%s of the client", this).isBetween(0.0, client);
    assertThat(spentByServer).as("%s of the server", this).isBetween(0.0, server);
  }

  private static Threshold parse(String line) {
    String[] words = line.split(" +", -1);
    return new Threshold(
        Cost.valueOf(words[0]),
        Security.valueOf(words[1]),
        Exchange.Shape.valueOf(words[2]),
        Double.parseDouble(words[3]),
        Double.parseDouble(words[4]));
  }

  @Override
  public String toString() {
    return cost + " " + security + " " + shape;
  }
}
