// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

import io.msgr2.messenger.MessengerBuilder;
import io.msgr2.rados.conf.CephConfig;
import io.msgr2.rados.conf.ConfException;
import io.msgr2.rados.conf.MonHost;
import io.msgr2.rados.message.MonMap;
import io.msgr2.session.ConnectionInfo;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * A client of a Ceph cluster's monitors: finds one, keeps a session with it, and runs commands.
 *
 * <pre>
 *   CephConfig config = CephConfig.builder().load();
 *   try (MonClient client = MonClient.connect(config, Duration.ofSeconds(30)).join()) {
 *     Map&lt;String, ?&gt; command = Map.of("prefix", "status", "format", "json");
 *     CommandReply reply = client.command(command, Duration.ofSeconds(10)).join();
 *   }
 * </pre>
 *
 * <p>When the session is lost the client looks for another monitor. Requests that wait go there
 * again, under the same transaction id, as Ceph's own clients do it: a command may then be carried
 * out twice. Every request has a deadline; one that passes after a command was sent leaves it
 * {@linkplain MonException#isOutcomeUnknown unknown} whether it was carried out.
 *
 * <p>All methods can be called by any thread, virtual ones included, and only {@link #close}
 * blocks. Futures are completed on threads that may be blocked; they fail with a {@link
 * MonException}, and can be cancelled.
 */
public final class MonClient implements AutoCloseable {
  private static final byte[] NO_INPUT = {};

  private final RequestFactory requests;
  private final MonLoop loop;
  private final AtomicReference<CompletableFuture<Void>> closed = new AtomicReference<>();

  private MonClient(CephConfig config, UnaryOperator<MessengerBuilder> messengerOptions) {
    SecureRandom random = new SecureRandom();
    InstantSource clock = InstantSource.system();
    requests = new RequestFactory(config.hostName());
    loop =
        new MonLoop(
            config,
            ClientAuthentication.of(config, random, clock),
            requests,
            random,
            clock,
            messengerOptions);
  }

  /**
   * Finds a monitor.
   *
   * @param config the monitors, the entity, its key
   * @param timeout for a session with a monitor; Ceph's own tools take the option {@code
   *     client_mount_timeout}
   * @return completes with a client that has a session and the monitor map, and has to be closed.
   *     Fails with a {@link MonException} when no monitor accepts the entity (EACCES), or none
   *     answers in time (ETIMEDOUT); the message has the reason for each monitor that was tried
   * @throws ConfException when the configuration cannot be used
   * @throws MonException when the configuration leaves no way to authenticate
   */
  public static CompletableFuture<MonClient> connect(CephConfig config, Duration timeout) {
    return connect(config, timeout, options -> options);
  }

  /**
   * Finds a monitor, as {@link #connect(CephConfig, Duration)} does.
   *
   * @param messengerOptions changes how the messenger is built; how it authenticates and whom it
   *     tells is not to be set
   */
  public static CompletableFuture<MonClient> connect(
      CephConfig config, Duration timeout, UnaryOperator<MessengerBuilder> messengerOptions) {
    List<MonHost> places = config.monHosts();
    MonClient client = new MonClient(config, messengerOptions);
    CompletableFuture<Void> found = new CompletableFuture<>();
    client.loop.execute(() -> client.loop.machine().await(timeout, found));
    CompletableFuture.supplyAsync(() -> Candidate.resolve(places), MonClient::onOwnThread)
        .whenComplete(
            (candidates, failure) ->
                client.loop.execute(
                    () -> {
                      if (failure instanceof CompletionException e
                          && e.getCause() instanceof MonException unknown) {
                        client.loop.machine().gaveUp(unknown);
                      } else {
                        client.loop.machine().begin(candidates);
                      }
                    }));
    CompletableFuture<MonClient> connected = new CompletableFuture<>();
    found.whenComplete((nothing, failure) -> client.connected(connected, failure));
    connected.whenComplete(
        (nobody, cancelled) -> {
          if (connected.isCancelled()) {
            client.closeAsync();
          }
        });
    return connected;
  }

  /** Runs a command without input; see {@link #command(Map, byte[], Duration)}. */
  public CompletableFuture<CommandReply> command(Map<String, ?> command, Duration timeout) {
    return command(command, NO_INPUT, timeout);
  }

  /**
   * Runs a command on the monitors.
   *
   * @param command its words as {@code prefix}, and its arguments by name: strings, booleans,
   *     numbers, and lists of these. With {@code format} {@code json} most commands put out JSON
   * @param input what the command takes as its input file; must not change until there is an answer
   * @param timeout for the answer, lost sessions included
   * @return completes with the monitors' answer, whether or not they could carry the command out
   * @throws IllegalArgumentException when an argument is of another kind
   */
  public CompletableFuture<CommandReply> command(
      Map<String, ?> command, byte[] input, Duration timeout) {
    CompletableFuture<CommandReply> future = new CompletableFuture<>();
    submit(requests.monCommand(monMap().fsid(), command, input, timeout, future));
    return future;
  }

  /**
   * Runs a command on one OSD, as {@code ceph tell osd.N} does.
   *
   * @param osd the OSD's number
   * @param command as with {@link #command(Map, byte[], Duration)}
   * @param input as with {@link #command(Map, byte[], Duration)}
   * @param timeout for the answer, the way to the OSD included
   * @return completes with the OSD's answer, whether or not it could carry the command out
   * @throws IllegalArgumentException when an argument is of another kind
   */
  public CompletableFuture<CommandReply> osdCommand(
      int osd, Map<String, ?> command, byte[] input, Duration timeout) {
    CompletableFuture<CommandReply> future = new CompletableFuture<>();
    Request<CommandReply> request =
        requests.osdCommand(monMap().fsid(), osd, command, input, timeout, future);
    execute(request, () -> loop.osds().ask(osd, request));
    return future;
  }

  /**
   * Asks the monitors how new a map is.
   *
   * @param map its name: {@code monmap}, {@code osdmap}, {@code mdsmap} or {@code fsmap}
   * @param timeout for the answer, lost sessions included
   */
  public CompletableFuture<MapVersions> getVersion(String map, Duration timeout) {
    CompletableFuture<MapVersions> future = new CompletableFuture<>();
    submit(requests.mapVersions(map, timeout, future));
    return future;
  }

  /** Returns the newest monitor map that the monitors have sent. */
  public MonMap monMap() {
    return loop.machine().monMap().orElseThrow();
  }

  /** Returns the options that the monitors have configured for this client, by name. */
  public Map<String, String> options() {
    return loop.machine().options();
  }

  /** Returns what was agreed on with the monitor of the session; nothing between two sessions. */
  public Optional<ConnectionInfo> session() {
    return loop.machine().sessionInfo();
  }

  /**
   * Ends the session; requests that wait fail with ESHUTDOWN. Can be called again, with the same
   * result.
   *
   * @return completes when all is done, within the messenger's time for closing; never
   *     exceptionally
   */
  public CompletableFuture<Void> closeAsync() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    if (closed.compareAndSet(null, done)) {
      loop.close().thenRun(() -> done.complete(null));
    }
    return closed.get().copy();
  }

  /** Does what {@link #closeAsync} does and waits for it. */
  @Override
  public void close() {
    closeAsync().join();
  }

  private void connected(CompletableFuture<MonClient> connected, Throwable failure) {
    if (failure != null) {
      closeAsync().thenRun(() -> connected.completeExceptionally(failure));
    } else if (!connected.complete(this)) {
      closeAsync();
    }
  }

  private void submit(Request<?> request) {
    execute(request, () -> loop.machine().submit(request));
  }

  private void execute(Request<?> request, Runnable task) {
    if (closed.get() != null || !loop.execute(task)) {
      request.shutDown();
    }
  }

  /** Runs a task that may take as long as a name service does. */
  private static void onOwnThread(Runnable task) {
    Thread thread = new Thread(task, "msgr2-mon-lookup");
    thread.setDaemon(true);
    thread.start();
  }
}
