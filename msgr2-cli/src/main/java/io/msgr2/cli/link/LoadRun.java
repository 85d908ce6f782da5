// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.link;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthClient;
import io.msgr2.cli.output.Progress;
import io.msgr2.cli.output.Result;
import io.msgr2.messenger.Connection;
import io.msgr2.messenger.ConnectionException;
import io.msgr2.messenger.Handler;
import io.msgr2.messenger.Messenger;
import io.msgr2.session.ConnectionInfo;
import io.msgr2.session.Message;
import io.msgr2.session.Policy;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** A load from the first connection to the report. */
final class LoadRun implements AutoCloseable {
  /**
   * What to do.
   *
   * @param count requests over all connections
   * @param warmupSeconds how long to send requests before the measurement begins
   * @param seconds how long to send requests then
   * @param timeoutSeconds how long to wait for connections, and for the last answers
   */
  record Plan(
      EntityName self,
      EntityType peerType,
      EntityAddressVector peer,
      Policy policy,
      AuthClient auth,
      int eventLoops,
      int connections,
      int depth,
      int sizeBytes,
      boolean sameData,
      long count,
      double warmupSeconds,
      double seconds,
      int timeoutSeconds) {}

  private final Plan plan;
  private final Load load;
  private final Messenger messenger;
  private final Map<Connection, LoadConnection> connections = new ConcurrentHashMap<>();

  LoadRun(Plan plan) {
    this.plan = plan;
    this.load = new Load(plan.connections, plan.depth, plan.sizeBytes, plan.sameData);
    this.messenger =
        Messenger.builder(plan.self)
            .auth(plan.auth)
            .policy(plan.policy)
            .handler(new Answers())
            .eventLoops(plan.eventLoops)
            .build();
  }

  /**
   * Connects, sends, and waits for the answers; shows on the way how far it is.
   *
   * @param err where to show it
   * @throws ConnectionException when a connection cannot be made
   */
  Result runShowing(PrintWriter err) throws InterruptedException {
    return Progress.during(err, this::progress, this::run);
  }

  private Result run() throws InterruptedException {
    long start = System.nanoTime();
    List<Connection> links = connect();
    double connectSeconds = secondsSince(start);
    links.forEach(link -> connections.get(link).start(link));
    load.unfinished().await((long) (plan.warmupSeconds * 1000), TimeUnit.MILLISECONDS);
    connections.values().forEach(LoadConnection::forgetLatencies);
    long before = load.answered();
    start = System.nanoTime();
    if (!load.unfinished().await((long) (plan.seconds * 1000), TimeUnit.MILLISECONDS)) {
      load.stop();
      load.unfinished().await(plan.timeoutSeconds, TimeUnit.SECONDS);
    }
    double runSeconds = secondsSince(start);
    connections.values().forEach(LoadConnection::giveUp);
    return report(connectSeconds, runSeconds, load.answered() - before);
  }

  /** Returns whether every answer came and was right. */
  boolean succeeded() {
    return load.errors() == 0;
  }

  /** Returns what was agreed on, for each connection that was made. */
  List<ConnectionInfo> infos() {
    return connections.keySet().stream().flatMap(link -> link.info().stream()).toList();
  }

  private String progress() {
    return String.format(
        "%,d answers, %d errors, %d resets", load.answered(), load.errors(), load.resets());
  }

  private List<Connection> connect() {
    List<Connection> links = new ArrayList<>();
    long share = plan.count / plan.connections;
    long rest = plan.count % plan.connections;
    for (int i = 0; i < plan.connections; i++) {
      Connection link = messenger.connect(plan.peerType, plan.peer);
      connections.put(link, new LoadConnection(load, share + (i < rest ? 1 : 0)));
      links.add(link);
    }
    CompletableFuture<?>[] ready =
        links.stream().map(Connection::ready).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(ready).orTimeout(plan.timeoutSeconds, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ConnectionException failure) {
        throw failure;
      }
      throw e;
    }
    return links;
  }

  private Result report(double connectSeconds, double runSeconds, long requests) {
    Histogram latencies = new Histogram(LoadConnection.MAX_LATENCY_MICROS, 3);
    connections.values().forEach(connection -> connection.addLatenciesTo(latencies));
    return new Result()
        .put("connectSeconds", connectSeconds)
        .put("runSeconds", runSeconds)
        .put("requests", requests)
        .put("requestsPerSecond", requests / runSeconds)
        .put("megabytesPerSecond", requests * (double) plan.sizeBytes / runSeconds / 1e6)
        .put(
            "latencyMicros",
            new Result()
                .put("p50", latencies.getValueAtPercentile(50))
                .put("p99", latencies.getValueAtPercentile(99))
                .put("p999", latencies.getValueAtPercentile(99.9))
                .put("max", latencies.getMaxValue()))
        .put("errors", load.errors())
        // A lossy session that breaks is not made again.
        .put("reconnects", 0L)
        .put("resets", load.resets());
  }

  private static double secondsSince(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  /** Hands what happens on a connection to its part of the load. */
  private final class Answers implements Handler {
    @Override
    public void message(Connection link, Message message) {
      connections.get(link).answer(link, message);
    }

    @Override
    public void reset(Connection link, ConnectionException why) {
      load.countReset();
      connections.get(link).giveUp();
    }

    @Override
    public void refused(Connection link, ConnectionException why) {
      connections.get(link).giveUp();
    }
  }

  @Override
  public void close() {
    messenger.close();
  }
}
