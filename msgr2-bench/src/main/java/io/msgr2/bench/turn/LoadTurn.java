// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.turn;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * One measurement of a load.
 *
 * @param connections the requests of each
 * @param start makes all connections send requests, on their threads
 * @param dataBytes in each request
 */
public record LoadTurn(List<Requests> connections, Runnable start, int dataBytes)
    implements Turns.Turn {
  private static final long LAST_ANSWER_SECONDS = 30;

  @Override
  public String measure(double seconds) throws Exception {
    long begin = System.nanoTime();
    long answered = -answers();
    connections.forEach(Requests::start);
    start.run();
    TimeUnit.NANOSECONDS.sleep((long) (seconds * 1e9));
    for (Requests requests : connections) {
      requests.stop().get(LAST_ANSWER_SECONDS, TimeUnit.SECONDS);
    }
    answered += answers();
    double ran = (System.nanoTime() - begin) / 1e9;
    Histogram latencies = new Histogram(3);
    connections.forEach(requests -> latencies.add(requests.latencies()));
    ObjectNode result = new ObjectMapper().createObjectNode();
    result.put("runSeconds", ran).put("requests", answered);
    result.put("requestsPerSecond", answered / ran);
    result.put("megabytesPerSecond", answered * (double) dataBytes / ran / 1e6);
    result
        .putObject("latencyMicros")
        .put("p50", latencies.getValueAtPercentile(50))
        .put("p99", latencies.getValueAtPercentile(99))
        .put("p999", latencies.getValueAtPercentile(99.9))
        .put("max", latencies.getMaxValue());
    return result.toString();
  }

  private long answers() {
    return connections.stream().mapToLong(Requests::answers).sum();
  }
}
