// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.link;

import io.msgr2.address.EntityAddress;
import io.msgr2.bench.turn.Turns;
import io.msgr2.cli.output.CommandFailure;
import io.msgr2.cli.output.ExitCode;
import io.msgr2.cli.output.Format;
import io.msgr2.cli.output.Progress;
import io.msgr2.cli.output.Result;
import io.msgr2.messenger.Connection;
import io.msgr2.messenger.ConnectionException;
import io.msgr2.messenger.Counters;
import io.msgr2.messenger.Handler;
import io.msgr2.messenger.Messenger;
import io.msgr2.messenger.MessengerBuilder;
import io.msgr2.session.Backoff;
import io.msgr2.session.ConnectionInfo;
import io.msgr2.session.Message;
import io.msgr2.session.SessionFailure;
import io.msgr2.session.Timeouts;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;

/** A load from the first connection to the report. */
final class LoadRun implements AutoCloseable {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final double NANOS = 1e9;

  // A load is never silent for long, unless its connection is.
  private static final int SHORT_IDLE_MS = 1_000;

  // Connections that this side cut itself are worth dialling again soon.
  private static final Backoff SHORT_BACKOFF = new Backoff(10, 200, 0.5);

  // For a session to say itself, and better, what it has waited for in vain.
  private static final double GRACE_SECONDS = 0.5;

  private final LoadPlan plan;
  private volatile Load load;
  private final Optional<Cuts> cuts;
  private final Messenger messenger;
  private final Map<Connection, LoadConnection> connections = new ConcurrentHashMap<>();

  LoadRun(LoadPlan plan) {
    this.plan = plan;
    this.cuts =
        plan.cutting().isWanted() ? Optional.of(new Cuts(plan.cutting())) : Optional.empty();
    this.load = newLoad();
    MessengerBuilder builder =
        Messenger.builder(plan.self())
            .auth(plan.auth())
            .compression(plan.compression())
            .policy(plan.policy())
            .handler(new Answers())
            .timeouts(timeouts())
            .transport(plan.transport())
            .eventLoops(plan.eventLoops());
    plan.authServer().ifPresent(builder::auth);
    cuts.ifPresent(it -> builder.route(it::detour));
    this.messenger = builder.build();
  }

  /**
   * Connects, sends, and waits for the answers; shows on the way how far it is, and in the end what
   * was wrong.
   *
   * @param err where to show it
   * @throws ConnectionException when a connection cannot be made
   */
  Result runShowing(PrintWriter err) throws InterruptedException {
    Result result = Progress.during(err, this::progress, this::run);
    load.complaints().forEach(complaint -> err.println("msgr2: " + complaint));
    if (plan.compression().isOffered()
        && infos().stream().anyMatch(info -> info.compression().isEmpty())) {
      err.println("msgr2: the other end did not agree to compress");
    }
    return result;
  }

  /**
   * Connects, and measures once for each order, on the same connections.
   *
   * @throws CommandFailure when an answer was wrong or did not come
   */
  void takeTurns(InputStream orders, PrintWriter out) throws Exception {
    List<Connection> links = connect();
    Turns.take(
        orders,
        out,
        seconds -> {
          load.close();
          load = newLoad();
          for (int i = 0; i < links.size(); i++) {
            connections.put(links.get(i), new LoadConnection(load, plan.quota(i)));
          }
          Result result = turn(links, seconds);
          if (!succeeded()) {
            throw new CommandFailure(ExitCode.FAILED, load.complaints().get(0));
          }
          return result.print(Format.JSON);
        });
  }

  private Load newLoad() {
    return new Load(plan.connections(), plan.depth(), plan.sizeBytes(), plan.sameData(), cuts);
  }

  private Result turn(List<Connection> links, double seconds) throws InterruptedException {
    long start = System.nanoTime();
    links.forEach(link -> connections.get(link).start(link));
    if (await(seconds)) {
      load.stop();
      await(Double.POSITIVE_INFINITY);
    }
    double runSeconds = secondsSince(start);
    giveUpWaiting();
    return report(0, runSeconds, load.answered());
  }

  private Result run() throws InterruptedException {
    long start = System.nanoTime();
    List<Connection> links = connect();
    double connectSeconds = secondsSince(start);
    Memory memory = Memory.now();
    start = System.nanoTime();
    links.forEach(link -> connections.get(link).start(link));
    cuts.ifPresent(Cuts::start);
    boolean answering = true;
    long before = 0;
    if (plan.warmupSeconds() > 0) {
      answering = await(plan.warmupSeconds());
      connections.values().forEach(LoadConnection::forgetLatencies);
      before = load.answered();
      start = System.nanoTime();
    }
    answering = answering && await(plan.seconds());
    load.stop();
    cuts.ifPresent(Cuts::stop);
    if (answering) {
      await(Double.POSITIVE_INFINITY);
    }
    double runSeconds = secondsSince(start);
    giveUpWaiting();
    Result result = report(connectSeconds, runSeconds, load.answered() - before);
    cuts.ifPresent(it -> result.put("survived", survived(it, memory)));
    return result;
  }

  private void giveUpWaiting() {
    connections.forEach(
        (link, connection) ->
            connection.giveUp(link, "got no answer for " + plan.timeoutSeconds() + " s"));
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
        Locale.ROOT,
        "%,d answers, %d errors, %d resets",
        load.answered(),
        load.errors(),
        load.resets());
  }

  private Timeouts timeouts() {
    int timeoutMs = (int) (plan.timeoutSeconds() * 1000);
    return new Timeouts(
        timeoutMs,
        timeoutMs,
        plan.cutting().halfOpen() ? SHORT_IDLE_MS : Timeouts.DEFAULT.idleMs(),
        Math.min(timeoutMs, Timeouts.DEFAULT.closeMs()),
        cuts.isPresent() ? SHORT_BACKOFF : Backoff.DEFAULT);
  }

  private List<Connection> connect() throws InterruptedException {
    List<Connection> links = new ArrayList<>();
    if (plan.authServer().isPresent()) {
      listen();
    }
    for (int i = 0; i < plan.connections(); i++) {
      Connection link =
          plan.policy().lossy()
              ? messenger.connectAnonymous(plan.peerType(), plan.peer())
              : messenger.connect(plan.peerType(), plan.peer());
      connections.put(link, new LoadConnection(load, plan.quota(i)));
      links.add(link);
    }
    CompletableFuture<?>[] ready =
        links.stream().map(Connection::ready).toArray(CompletableFuture<?>[]::new);
    try {
      long limitMs = (long) ((plan.timeoutSeconds() + GRACE_SECONDS) * 1000);
      CompletableFuture.allOf(ready).get(limitMs, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ConnectionException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      long missing = links.stream().filter(link -> !link.ready().isDone()).count();
      throw new CommandFailure(
          SessionFailure.ETIMEDOUT,
          plan.peerType()
              + " at "
              + plan.peer()
              + ": expected "
              + plan.connections()
              + " connections within "
              + plan.timeoutSeconds()
              + " s, "
              + missing
              + " were not ready");
    }
    return links;
  }

  /** Lets the peer dial, too; through the proxy if there is one. */
  private void listen() {
    EntityAddress anyPort = EntityAddress.parse("v2:127.0.0.1:0/0");
    EntityAddress told =
        cuts.map(it -> EntityAddress.msgr2(it.front(), ThreadLocalRandom.current().nextInt() >>> 1))
            .orElse(anyPort.withNonce(ThreadLocalRandom.current().nextInt() >>> 1));
    messenger.bind(anyPort, told).join();
    cuts.ifPresent(it -> it.listening(messenger.listening().get(0)));
  }

  /**
   * Waits until all is answered or the time is over; returns false when no answer at all came for
   * too long.
   */
  private boolean await(double seconds) throws InterruptedException {
    long start = System.nanoTime();
    long quietSince = start;
    long answered = load.answered();
    for (double left = seconds; left > 0; left = seconds - secondsSince(start)) {
      long waitNanos = (long) Math.min((double) POLL_NANOS, left * NANOS);
      if (load.unfinished().await(waitNanos, TimeUnit.NANOSECONDS)) {
        return true;
      }
      if (load.answered() != answered) {
        answered = load.answered();
        quietSince = System.nanoTime();
      } else if (secondsSince(quietSince) >= plan.timeoutSeconds()) {
        return false;
      }
    }
    return true;
  }

  private Result report(double connectSeconds, double runSeconds, long requests) {
    Histogram latencies = new Histogram(LoadConnection.LATENCY_DIGITS);
    connections.values().forEach(connection -> connection.addLatenciesTo(latencies));
    return new Result()
        .put("connectSeconds", connectSeconds)
        .put("runSeconds", runSeconds)
        .put("requests", requests)
        .put("requestsPerSecond", requests / runSeconds)
        .put("megabytesPerSecond", requests * (double) plan.sizeBytes() / runSeconds / 1e6)
        .put(
            "latencyMicros",
            new Result()
                .put("p50", latencies.getValueAtPercentile(50))
                .put("p99", latencies.getValueAtPercentile(99))
                .put("p999", latencies.getValueAtPercentile(99.9))
                .put("max", latencies.getMaxValue()))
        .put("errors", load.errors())
        .put("reconnects", messenger.counters().resumed())
        .put("resets", load.resets());
  }

  private Result survived(Cuts made, Memory before) {
    Counters counters = messenger.counters();
    Memory after = Memory.now();
    return new Result()
        .put("cuts", made.count())
        .put("interruptions", counters.interrupted())
        .put("resumptions", counters.resumed())
        .put("remoteResets", load.remoteResets())
        .put("repetitionsDropped", counters.duplicates())
        .put("answers", load.answered())
        .put("lost", load.lost())
        .put("twice", load.duplicates())
        .put("heapBytesBefore", before.heapBytes())
        .put("heapBytesAfter", after.heapBytes())
        .put("bufferBytesBefore", before.bufferBytes())
        .put("bufferBytesAfter", after.bufferBytes());
  }

  private static double secondsSince(long startNanos) {
    return (System.nanoTime() - startNanos) / NANOS;
  }

  /**
   * Hands what happens on a connection to its part of the load. One that ends before it has a part
   * is noticed when requests are to be sent.
   */
  private final class Answers implements Handler {
    @Override
    public void message(Connection link, Message message) {
      LoadConnection connection = connections.get(link);
      if (connection != null) {
        connection.answer(link, message);
      }
    }

    @Override
    public void reset(Connection link, ConnectionException why) {
      load.countReset();
      LoadConnection connection = connections.get(link);
      if (connection != null) {
        connection.giveUp(link, "got a reset: " + why.getMessage());
      }
    }

    @Override
    public void remoteReset(Connection link) {
      load.countRemoteReset();
      LoadConnection connection = connections.get(link);
      if (connection != null) {
        connection.giveUp(link, "the peer has lost the session");
      }
    }
  }

  @Override
  public void close() {
    messenger.close();
    cuts.ifPresent(Cuts::close);
    load.close();
  }
}
