// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.plan;

import io.msgr2.bench.peers.Iperf;
import io.msgr2.bench.peers.Jdk;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What is measured on, and how. */
final class Environment {
  private Environment() {}

  static Map<String, String> describe(Settings settings, Optional<Iperf> iperf) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("date", Instant.now().truncatedTo(ChronoUnit.MINUTES).toString());
    facts.put("CPU", cpu());
    facts.put("cores", "" + Runtime.getRuntime().availableProcessors());
    facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("Java", String.join(", ", settings.jdks().stream().map(Jdk::version).toList()));
    facts.put("Netty", io.netty.util.Version.identify().get("netty-common").artifactVersion());
    facts.put("gRPC-Java", io.grpc.internal.GrpcUtil.IMPLEMENTATION_VERSION);
    facts.put("iperf3", iperf.isPresent() ? "yes" : "not on the PATH");
    facts.put(
        "turns",
        String.format(
            Locale.ROOT,
            "%d of %s s, after %s s to warm up",
            settings.rounds(),
            settings.seconds(),
            settings.warmupSeconds()));
    facts.put("load average at the start", load());
    return facts;
  }

  /** Returns how many processes have wanted a core lately. */
  static String load() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return String.format(Locale.ROOT, "%.2f", load);
  }

  private static String cpu() {
    try {
      List<String> lines = Files.readAllLines(Path.of("/proc/cpuinfo"));
      return lines.stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 2))
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
