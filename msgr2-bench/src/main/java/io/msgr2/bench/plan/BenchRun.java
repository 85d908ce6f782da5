// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.plan;

import io.msgr2.bench.peers.Iperf;
import io.msgr2.bench.report.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run of bench from its plan to the report.
 *
 * @param err where to say how far it is
 */
public record BenchRun(Selection selection, Settings settings, PrintWriter err) {
  /** Measures all that was selected. */
  public Report run() throws IOException, InterruptedException {
    Optional<Iperf> iperf = Iperf.find();
    if (iperf.isEmpty() && selection.contenders().contains("iperf3")) {
      say("there is no iperf3 on the PATH; it is left out");
    }
    Path keyring = Files.createTempFile("msgr2-bench", ".keyring");
    try {
      Files.writeString(keyring, SharedKey.keyring());
      return measure(selection.plan(iperf, keyring), iperf);
    } finally {
      Files.deleteIfExists(keyring);
    }
  }

  private Report measure(List<SectionPlan> plans, Optional<Iperf> iperf)
      throws InterruptedException {
    double estimate =
        plans.stream()
            .flatMap(plan -> plan.groups().stream())
            .mapToDouble(settings::estimateSeconds)
            .sum();
    say("this takes about " + Progress.clock(Math.round(estimate)) + " minutes");
    Map<String, String> environment = Environment.describe(settings, iperf);
    Bench bench = new Bench(settings, new Progress(err, estimate));
    List<Report.Section> sections = new ArrayList<>();
    for (SectionPlan plan : plans) {
      sections.add(bench.measure(plan));
    }
    environment.put("load average at the end", Environment.load());
    return new Report(environment, sections, bench.failures());
  }

  private void say(String line) {
    err.println("msgr2 bench: " + line);
    err.flush();
  }
}
