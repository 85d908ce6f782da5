// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;

/**
 * An {@link Exchange} in a process of its own, where no other test has an influence on what is
 * compiled, and buffers are not watched. It prints how many bytes each of the two event loops
 * allocated for a request.
 */
final class CostProbe {
  /** Enough for the JIT compiler to have seen everything. */
  static final int WARM_UP = 200_000;

  /** The least of all rounds counts: what the compiler is late with is no cost of a message. */
  static final int ROUNDS = 6;

  private static final int ROUND = 40_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final double[] least = {Double.MAX_VALUE, Double.MAX_VALUE};
  private final long[] threads = new long[2];
  private long[] before;
  private long next;

  private CostProbe(int warmUp) {
    next = warmUp;
  }

  /**
   * Returns the command that runs an exchange.
   *
   * @param warmUp how many requests come before the first one that counts
   * @param rounds how often {@link #ROUND} requests are measured; with none, nothing is printed
   */
  static List<String> command(Security security, Exchange.Shape shape, int warmUp, int rounds) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-Dio.netty.leakDetection.level=disabled",
        "-cp",
        System.getProperty("java.class.path"),
        CostProbe.class.getName(),
        security.name(),
        shape.name(),
        Integer.toString(warmUp),
        Integer.toString(rounds));
  }

  public static void main(String[] args) throws Exception {
    int warmUp = Integer.parseInt(args[2]);
    int rounds = Integer.parseInt(args[3]);
    CostProbe probe = new CostProbe(warmUp);
    new Exchange(
            Security.valueOf(args[0]), Exchange.Shape.valueOf(args[1]), warmUp + rounds * ROUND)
        .run(probe::watch, probe::answered);
    System.out.printf("%.1f %.1f%n", probe.least[0], probe.least[1]);
  }

  private void watch(long client, long server) {
    threads[0] = client;
    threads[1] = server;
  }

  private void answered(long requests) {
    if (requests < next) {
      return;
    }
    next += ROUND;
    long[] now = THREADS.getThreadAllocatedBytes(threads);
    for (int side = 0; before != null && side < now.length; side++) {
      least[side] = Math.min(least[side], (now[side] - before[side]) / (double) ROUND);
    }
    before = now;
  }
}
