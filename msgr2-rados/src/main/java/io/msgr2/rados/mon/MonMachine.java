// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

import io.msgr2.address.EntityAddress;
import io.msgr2.auth.AuthException;
import io.msgr2.codec.ProtocolException;
import io.msgr2.messenger.Connection;
import io.msgr2.messenger.ConnectionException;
import io.msgr2.rados.conf.CephConfig;
import io.msgr2.rados.conf.CephOption;
import io.msgr2.rados.message.MAuthReply;
import io.msgr2.rados.message.MConfig;
import io.msgr2.rados.message.MMonMap;
import io.msgr2.rados.message.MMonSubscribe.Want;
import io.msgr2.rados.message.MessageBody;
import io.msgr2.rados.message.MonMap;
import io.msgr2.session.ConnectionInfo;
import io.msgr2.session.Message;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a session with a monitor: while there is none it hunts for one, while there is one it
 * watches whether it lives, keeps maps and tickets fresh, and carries requests. A lost session is
 * replaced by another one, which gets all requests that were not answered.
 *
 * <p>Used by one thread only, but for what says otherwise.
 */
final class MonMachine implements MonFinder.Outcome {
  private static final Logger LOG = LoggerFactory.getLogger(MonClient.class);

  /** Somebody who waits for the first session. */
  private record Connecting(CompletableFuture<Void> done, Duration timeout, long deadlineNanos) {}

  private final Duration huntInterval;
  private final Duration pingInterval;
  private final Duration pingTimeout;
  private final InstantSource clock;
  private final TicketKeeper tickets;
  private final Subscriptions subscriptions;
  private final MonFinder finder;
  private final RequestTable requests = new RequestTable();
  private final List<CompletableFuture<Void>> awaitingTickets = new ArrayList<>();
  private Optional<Connecting> connecting = Optional.empty();
  private volatile Optional<MonSession> session = Optional.empty();
  private volatile Optional<MonMap> monMap = Optional.empty();
  private volatile Map<String, String> options = Map.of();

  /**
   * @param clock for the life of tickets and keepalives
   * @param finders makes what hunts for monitors and tells this machine of the outcome
   */
  MonMachine(
      CephConfig config,
      TicketKeeper tickets,
      InstantSource clock,
      Function<MonFinder.Outcome, MonFinder> finders) {
    this.huntInterval = config.duration(CephOption.MON_CLIENT_HUNT_INTERVAL);
    this.pingInterval = config.duration(CephOption.MON_CLIENT_PING_INTERVAL);
    this.pingTimeout = config.duration(CephOption.MON_CLIENT_PING_TIMEOUT);
    this.clock = clock;
    this.tickets = tickets;
    this.subscriptions = new Subscriptions(config.hostName());
    this.finder = finders.apply(this);
    subscriptions.want("config", Want.from(0));
    subscriptions.want("monmap", Want.from(0));
  }

  /** Returns the newest monitor map; for any thread. */
  Optional<MonMap> monMap() {
    return monMap;
  }

  /** Returns what the monitors have configured for this client; for any thread. */
  Map<String, String> options() {
    return options;
  }

  /** Returns what was agreed on with the monitor of the session; for any thread. */
  Optional<ConnectionInfo> sessionInfo() {
    return session.flatMap(current -> current.connection().info());
  }

  /**
   * Sets who waits for the first session; {@link #begin} has to follow.
   *
   * @param done to be completed when there is one
   */
  void await(Duration timeout, CompletableFuture<Void> done) {
    connecting =
        Optional.of(new Connecting(done, timeout, Deadlines.after(System.nanoTime(), timeout)));
  }

  /** Starts to hunt for the first session, unless nobody waits for it any more. */
  void begin(List<Candidate> candidates) {
    if (connecting.isPresent()) {
      finder.begin(candidates, System.nanoTime());
    }
  }

  /** Sends a request now, or as soon as there is a session; after {@link #close} it fails. */
  void submit(Request<?> request) {
    if (!requests.add(request)) {
      return;
    }
    if (session.isPresent()) {
      session.get().connection().send(request.toMessage());
    } else if (!finder.isHunting()) {
      hunt(false);
    }
  }

  /** Returns what completes when no ticket is missing any more that a monitor would give. */
  CompletableFuture<Void> ticketsRenewed() {
    CompletableFuture<Void> renewed = new CompletableFuture<>();
    awaitingTickets.add(renewed);
    renewTickets();
    return renewed;
  }

  /** Returns whether a connection is one with a monitor. */
  boolean owns(Connection connection) {
    return finder.owns(connection) || isSession(connection);
  }

  /** A message came on one of the connections. */
  void message(Connection connection, Message message) {
    if (isSession(connection)) {
      try {
        dispatch(message);
      } catch (ProtocolException | AuthException e) {
        lose(e.getMessage());
      }
    } else {
      finder.message(connection, message, System.nanoTime());
    }
  }

  /** One of the connections broke, or could not be made. */
  void failed(Connection connection, ConnectionException why) {
    if (isSession(connection)) {
      lose(why.failure().toString());
    } else {
      finder.failed(connection, why, System.nanoTime());
    }
  }

  /** Returns when {@link #deadlinePassed} is to be called. */
  OptionalLong deadlineNanos() {
    return Deadlines.earliest(
        finder.deadlineNanos(),
        requests.deadlineNanos(),
        connecting.stream().mapToLong(Connecting::deadlineNanos).findFirst(),
        session.stream().mapToLong(MonSession::nextPingNanos).findFirst(),
        session.isPresent() ? ticketsNanos() : OptionalLong.empty());
  }

  /** Does what is due. */
  void deadlinePassed() {
    long now = System.nanoTime();
    finder.deadlinePassed(now);
    requests.takeExpired(now).forEach(request -> request.expire(whom()));
    connecting
        .filter(waiting -> now - waiting.deadlineNanos() >= 0)
        .ifPresent(
            waiting -> {
              String why = "no session within " + waiting.timeout().toMillis() + " ms with ";
              gaveUp(MonException.of(MonException.ETIMEDOUT, why + whom()));
              finder.cancel();
            });
    if (session.isPresent() && now - session.get().nextPingNanos() >= 0) {
      ping(session.get(), now);
    }
    renewTickets();
  }

  /** Ends everything; requests that wait fail, and those that are still submitted. */
  void close() {
    requests.close();
    finder.cancel();
    session.ifPresent(current -> current.connection().markDown());
    session = Optional.empty();
    gaveUp(MonException.of(MonException.ESHUTDOWN, "the client was closed"));
  }

  @Override
  public void found(Connection connection, Candidate monitor, MonMap map) {
    Candidate named =
        Candidate.of(map).stream()
            .filter(candidate -> candidate.address().equals(monitor.address()))
            .findFirst()
            .orElse(monitor);
    LOG.info("session with {}", named);
    take(map);
    session =
        Optional.of(
            new MonSession(
                connection, named, pingInterval, pingTimeout, clock.instant(), System.nanoTime()));
    subscriptions.takeUnsent().ifPresent(this::send);
    requests.all().forEach(request -> connection.send(request.toMessage()));
    connecting.ifPresent(waiting -> waiting.done().completeAsync(() -> null));
    connecting = Optional.empty();
    renewTickets();
  }

  @Override
  public void gaveUp(MonException why) {
    LOG.debug("no session: {}", why.getMessage());
    connecting.ifPresent(
        waiting -> CompletableFuture.runAsync(() -> waiting.done().completeExceptionally(why)));
    connecting = Optional.empty();
    requests.takeAll().forEach(request -> request.fail(why.errno(), why.getMessage()));
    releaseAwaitingTickets();
  }

  private void dispatch(Message message) {
    switch (message.type()) {
      case MMonMap.TYPE -> update(Messages.read(message, MMonMap::read).map());
      case MConfig.TYPE -> options = Messages.read(message, MConfig::read).options();
      case MAuthReply.TYPE -> {
        tickets.reply(Messages.read(message, MAuthReply::read));
        renewTickets();
      }
      default -> requests.takeAnswered(message).ifPresent(request -> request.answer(message));
    }
  }

  /** Takes a map that came in the session, and may end it. */
  private void update(MonMap map) {
    MonMap last = monMap.orElseThrow();
    if (!last.fsid().equals(map.fsid())) {
      lose("it belongs to cluster " + map.fsid() + ", expected " + last.fsid());
      return;
    }
    take(map);
    EntityAddress monitor = session.orElseThrow().monitor().address();
    // A monitor may be known to the configuration by an address that is in no map.
    if (has(last, monitor) && !has(map, monitor)) {
      lose("it left the cluster");
    }
  }

  private void take(MonMap map) {
    monMap = Optional.of(map);
    subscriptions.got("monmap", map.epoch());
    tickets.monMap(map);
  }

  private static boolean has(MonMap map, EntityAddress monitor) {
    return Candidate.of(map).stream().anyMatch(each -> each.address().equals(monitor));
  }

  private void ping(MonSession current, long nowNanos) {
    if (current.ping(clock.instant(), nowNanos)) {
      finder.calm();
    } else {
      lose("no answer to keepalives for " + pingTimeout.toMillis() + " ms");
    }
  }

  private void lose(String why) {
    MonSession lost = session.orElseThrow();
    LOG.warn("lost the session with {}: {}", lost.monitor(), why);
    lost.connection().markDown();
    session = Optional.empty();
    subscriptions.sessionLost();
    tickets.sessionLost();
    releaseAwaitingTickets();
    hunt(lost.age(clock.instant()).compareTo(huntInterval) < 0);
  }

  private void hunt(boolean afterPause) {
    List<Candidate> candidates = monMap.map(Candidate::of).orElse(List.of());
    long now = System.nanoTime();
    if (candidates.isEmpty()) {
      gaveUp(MonException.of(MonException.ENOENT, "no monitor of the cluster speaks msgr2"));
    } else if (afterPause) {
      finder.beginAfterPause(candidates, now);
    } else {
      finder.begin(candidates, now);
    }
  }

  private void renewTickets() {
    if (session.isPresent()) {
      long epoch = monMap.map(MonMap::epoch).orElse(0L);
      tickets.request(clock.instant(), epoch).ifPresent(this::send);
    }
    if (!tickets.isUnderWay()) {
      releaseAwaitingTickets();
    }
  }

  private void releaseAwaitingTickets() {
    awaitingTickets.forEach(renewed -> renewed.completeAsync(() -> null));
    awaitingTickets.clear();
  }

  private OptionalLong ticketsNanos() {
    Optional<Instant> due = tickets.nextRequest();
    if (due.isEmpty()) {
      return OptionalLong.empty();
    }
    Duration left = Duration.between(clock.instant(), due.get());
    return OptionalLong.of(System.nanoTime() + (left.isNegative() ? 0 : left.toNanos()));
  }

  private boolean isSession(Connection connection) {
    return session.filter(current -> current.connection() == connection).isPresent();
  }

  private void send(MessageBody body) {
    session.ifPresent(current -> current.connection().send(Messages.of(body)));
  }

  private String whom() {
    return session
        .map(current -> current.monitor().toString())
        .orElseGet(() -> "any monitor" + (finder.isHunting() ? ": " + finder.reasons() : ""));
  }
}
