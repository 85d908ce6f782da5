// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.parts;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Measures the parts and prints a table in Markdown: the time of the median iteration and of the
 * best one, and how much was allocated. Arguments are regular expressions for names of benchmarks;
 * without, all are measured. See docs/performance.md.
 */
public final class Parts {
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private Parts() {}

  public static void main(String[] args) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder().addProfiler(GCProfiler.class).jvmArgsAppend(jvmArgs());
    if (!AeadBenchmark.isPresent("AmazonCorrettoCryptoProvider")) {
      options.param("provider", "SunJCE");
    }
    String[] wanted = args.length > 0 ? args : new String[] {""};
    Arrays.stream(wanted)
        .forEach(it -> options.include("io\\.msgr2\\.(bench\\.parts|messenger)\\..*" + it));
    print(new Runner(options.build()).run());
  }

  private static String[] jvmArgs() {
    String watched = "-Dio.netty.leakDetection.level=disabled";
    // Netty uses both; without these, newer JVMs print warnings about it.
    return Runtime.version().feature() < 24
        ? new String[] {watched}
        : new String[] {
          watched, "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"
        };
  }

  private static void print(Collection<RunResult> results) {
    System.out.printf("%n| JDK %s | median | best | allocated |%n", Runtime.version().feature());
    System.out.println("|---|---:|---:|---:|");
    results.forEach(Parts::print);
  }

  private static void print(RunResult result) {
    Result<?> time = result.getPrimaryResult();
    System.out.printf(
        Locale.ROOT,
        "| %s | %,.0f ns | %,.0f ns | %,.0f B |%n",
        describe(result.getParams()),
        time.getStatistics().getPercentile(50),
        time.getStatistics().getMin(),
        result.getSecondaryResults().get(ALLOCATED).getScore());
  }

  private static String describe(BenchmarkParams params) {
    String name = params.getBenchmark().replaceFirst(".*\\.(\\w+)Benchmark\\.", "$1 ");
    return name
        + params.getParamsKeys().stream()
            .map(params::getParam)
            .collect(Collectors.joining(", ", params.getParamsKeys().isEmpty() ? "" : ": ", ""));
  }
}
