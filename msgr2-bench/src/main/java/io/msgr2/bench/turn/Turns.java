// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.turn;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * The contenders of a cell take turns: each line on stdin says for how many seconds to measure, and
 * the answer is a JSON object on stdout. The end of stdin is the end.
 */
public final class Turns {
  private Turns() {}

  /** Measures once. */
  @FunctionalInterface
  public interface Turn {
    /** Returns what was measured, as JSON. */
    String measure(double seconds) throws Exception;
  }

  /** Measures whenever it is told to, until nobody is there to tell. */
  public static void take(InputStream in, PrintWriter out, Turn turn) throws Exception {
    BufferedReader orders = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    for (String line = orders.readLine(); line != null; line = orders.readLine()) {
      out.println(turn.measure(Double.parseDouble(line)));
    }
  }

  /** Returns at the end of stdin: whoever started this holds its other end. */
  public static void awaitEnd(InputStream in) throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
  }
}
