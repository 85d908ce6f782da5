// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How often messages make their event loops call the kernel, and others wake them. */
@Tag("slow")
class SystemCallCostTest {
  private static final int REQUESTS = 25_600;
  private static final int LARGE_REQUESTS = 1_600;

  @TempDir private static Path directory;

  @BeforeAll
  static void needs_strace() throws Exception {
    assumeTrue(Epoll.isAvailable(), "epoll does not load");
    assumeTrue(SystemCalls.canTrace(), "there is no strace, or it may not trace");
  }

  static Collection<List<Threshold>> exchanges() {
    return Threshold.all().stream()
        .filter(it -> it.cost() != Threshold.Cost.ALLOCATED_BYTES)
        .collect(Collectors.groupingBy(it -> List.of(it.security(), it.shape())))
        .values();
  }

  @ParameterizedTest
  @MethodSource("exchanges")
  void event_loops_call_the_kernel_no_more_than_allowed(List<Threshold> thresholds)
      throws Exception {
    Threshold first = thresholds.get(0);
    Path log = directory.resolve(first.security() + "-" + first.shape());
    int requests = first.shape() == Exchange.Shape.LARGE ? LARGE_REQUESTS : REQUESTS;
    SystemCalls seen = SystemCalls.of(first.security(), first.shape(), requests, log);
    for (Threshold threshold : thresholds) {
      ToDoubleFunction<SystemCalls.Loop> spent =
          switch (threshold.cost()) {
            case SYSTEM_CALLS -> loop -> perThousand(loop.calls(), requests);
            case WAITS -> loop -> perThousand(loop.waits(), requests);
            case CALLS_PER_WAIT -> loop -> loop.calls() / (double) loop.waits();
            case WAKE_UPS -> loop -> perThousand(loop.wakeUps(), requests);
            case ALLOCATED_BYTES -> throw new IllegalArgumentException("strace sees no memory");
          };
      threshold.check(spent.applyAsDouble(seen.client()), spent.applyAsDouble(seen.server()));
    }
  }

  private static double perThousand(int count, int requests) {
    return count * 1000.0 / requests;
  }
}
