// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.address.AddressType;
import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthClient;
import io.msgr2.auth.AuthServer;
import io.msgr2.session.Session;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One entity of a Ceph cluster as others reach it: dials peers and accepts those that dial. All
 * methods can be called by any thread, virtual ones included; only {@link #close()} blocks.
 */
public final class Messenger implements AutoCloseable {
  private final EntityName name;
  private final MessengerContext context;
  private final Sockets sockets;
  private final boolean sharesLoops;
  private final SessionConfigs configs;
  private final Optional<AuthClient> authClient;
  private final Optional<Acceptor> acceptor;
  private final Dialler dialler;
  private final AtomicReference<Optional<LoopbackConnection>> loopback =
      new AtomicReference<>(Optional.empty());
  private final CompletableFuture<CloseReport> closed = new CompletableFuture<>();

  Messenger(MessengerBuilder builder) {
    name = builder.name;
    context =
        new MessengerContext(
            name,
            builder.handler,
            builder.handlerExecutor,
            builder.timeouts,
            builder.allocator,
            builder.faults,
            builder.sendLimit);
    configs = new SessionConfigs(builder);
    authClient = builder.authClient;
    sharesLoops = builder.sharedLoops.isPresent();
    sockets =
        builder
            .sharedLoops
            .map(EventLoops::sockets)
            .orElseGet(() -> Sockets.open(builder.transport, builder.eventLoops, name.toString()));
    DialLimit dials =
        builder.sharedLoops.map(EventLoops::dials).orElse(new DialLimit(builder.dialLimit));
    dialler = new Dialler(sockets, builder.route, dials);
    acceptor =
        builder
            .authServer
            .map(builder.admission::guard)
            .map(
                auth ->
                    new Acceptor(
                        sockets,
                        configs,
                        context,
                        dialler,
                        auth,
                        authClient,
                        builder.halfOpenLimit));
  }

  /** Starts to build a messenger for the given entity. */
  public static MessengerBuilder builder(EntityName name) {
    return new MessengerBuilder(name);
  }

  /** Returns who this side is. */
  public EntityName name() {
    return name;
  }

  /** Returns the addresses at which this side accepts, in the order in which they were bound. */
  public EntityAddressVector addresses() {
    return configs.current().addresses();
  }

  /** Returns where this side listens, which differs from what it tells peers behind a proxy. */
  public List<InetSocketAddress> listening() {
    return acceptor.map(Acceptor::listening).orElse(List.of());
  }

  /** Returns what was counted so far. */
  public Counters counters() {
    return context.counters().snapshot();
  }

  /** Returns the way sockets are used; never {@link Transport#AUTO}. */
  public Transport transport() {
    return sockets.transport();
  }

  /**
   * Accepts peers at an address.
   *
   * @param address of type msgr2, with an IP address that peers can dial; port 0 stands for any
   *     free one. Its nonce counts unless the messenger has one of its own.
   * @return completes with all addresses of this messenger, or with an {@link
   *     java.io.UncheckedIOException}
   * @throws IllegalArgumentException when the address is another one, or the wildcard
   * @throws IllegalStateException when the messenger has no {@link AuthServer}, or is closed
   */
  public CompletableFuture<EntityAddressVector> bind(EntityAddress address) {
    return bind(address, address);
  }

  /**
   * Accepts peers at an address that they know by another one: the wildcard, or one behind a
   * forwarding of ports.
   *
   * @param address where to listen, as with {@link #bind(EntityAddress)}; may be the wildcard
   * @param advertised what peers dial, exactly; port 0 stands for the one that is listened at
   * @return as with {@link #bind(EntityAddress)}
   */
  public CompletableFuture<EntityAddressVector> bind(
      EntityAddress address, EntityAddress advertised) {
    requireOpen();
    if (!address.isIp()) {
      throw new IllegalArgumentException("cannot listen at " + address + ", which has no host");
    }
    if (advertised.type() != AddressType.MSGR2 || advertised.isBlankHost()) {
      throw new IllegalArgumentException(
          "peers cannot dial "
              + advertised
              + "; expected a concrete address of type v2 as in v2:192.0.2.1:6800/0");
    }
    return acceptor
        .orElseThrow(
            () -> new IllegalStateException(name + " has no AuthServer, so it cannot accept"))
        .bind(address, advertised);
  }

  /**
   * Returns the connection with a peer: the one that there is, whoever dialled it, or a new one,
   * which is dialled. Returns at once; {@link Connection#ready} tells how it went. At one of this
   * side's own addresses there is nobody to dial: what is sent there reaches the own handler, which
   * hears nothing else of such a connection. It is ready at once, and no limit of messages that
   * wait applies to it.
   *
   * @param peerType the type of the entity; another one answering is an error
   * @param peer its addresses, exactly as it announces them; the first msgr2 address is dialled
   * @throws IllegalArgumentException when there is no msgr2 address with a host and a port
   * @throws IllegalStateException when the messenger has no {@link AuthClient}, or is closed
   */
  public Connection connect(EntityType peerType, EntityAddressVector peer) {
    requireOpen();
    if (addresses().addresses().contains(peer.msgr2())) {
      return loopback();
    }
    AuthClient auth = authToDial(peer);
    while (true) {
      Optional<SessionConnection> existing = context.table().find(peer);
      if (existing.isPresent() && existing.get().isOpen()) {
        return existing.get();
      }
      existing.ifPresent(ended -> context.table().remove(peer, ended));
      SessionConnection connection = connection(peerType, peer, auth);
      if (context.table().putIfAbsent(peer, connection).isEmpty()) {
        return begin(connection);
      }
      connection.discard();
    }
  }

  /**
   * Dials a peer for a connection of its own, which {@link #connect} does not return to anybody
   * else. Meant for lossy policies: a peer that keeps sessions has only one with this side.
   *
   * @see #connect
   */
  public Connection connectAnonymous(EntityType peerType, EntityAddressVector peer) {
    return begin(connection(peerType, peer, authToDial(peer)));
  }

  /** Marks all connections down, as {@link Connection#markDown} does. */
  public void markDownAll() {
    context.connections().forEach(Connection::markDown);
    loopback.get().ifPresent(Connection::markDown);
  }

  /** Lets all connections go on that are held up at {@link MessengerBuilder#faultPoints}. */
  public void unblock() {
    context.connections().forEach(connection -> connection.onLoop(SessionDriver::unblock));
  }

  /**
   * Becomes another instance of this entity, which peers cannot take for the one that was there:
   * listens at other ports of the same hosts, with a nonce that is greater by 1,000,000, and marks
   * all connections down.
   *
   * @param avoid ports not to listen at, besides those that are listened at now
   * @return completes with the new addresses, in the order of the old ones, or with an {@link
   *     java.io.UncheckedIOException}; nothing has changed then
   * @throws IllegalStateException when the messenger is not bound, or is closed
   */
  public CompletableFuture<EntityAddressVector> rebind(Set<Integer> avoid) {
    requireOpen();
    if (addresses().isEmpty()) {
      throw new IllegalStateException(name + " is not bound");
    }
    return acceptor
        .orElseThrow()
        .rebind(avoid)
        .thenApply(
            rebound -> {
              markDownAll();
              return rebound;
            });
  }

  private Connection loopback() {
    LoopbackConnection connection =
        loopback
            .updateAndGet(known -> known.filter(LoopbackConnection::isOpen).or(this::newLoopback))
            .orElseThrow();
    if (context.closing().get()) {
      connection.close();
    }
    return connection;
  }

  private Optional<LoopbackConnection> newLoopback() {
    return Optional.of(
        new LoopbackConnection(
            name,
            this::addresses,
            context.handler(),
            context.executor().orElse(sockets.loops().next()),
            context.timeouts().closeMs()));
  }

  private AuthClient authToDial(EntityAddressVector peer) {
    requireOpen();
    EntityAddress target = peer.msgr2();
    if (target.isBlankHost() || target.port() == 0) {
      throw new IllegalArgumentException(
          "cannot dial " + peer + "; expected an address as in v2:192.0.2.1:3300/0");
    }
    return authClient.orElseThrow(
        () -> new IllegalStateException(name + " has no AuthClient, so it cannot dial"));
  }

  private SessionConnection connection(
      EntityType peerType, EntityAddressVector peer, AuthClient auth) {
    return new SessionConnection(
        new Peer(Peer.End.DIALLED, Optional.of(peerType), peer),
        sockets.loops().next(),
        context.sendWindow(),
        (made, mailbox) -> {
          Session session =
              Session.connector(configs.current(), peerType, peer, auth, System.nanoTime());
          return new SessionDriver(context, dialler, made, mailbox, session);
        });
  }

  private Connection begin(SessionConnection connection) {
    context.began(connection);
    return connection;
  }

  /**
   * Stops accepting and closes all connections as {@link Connection#close} does, then stops the
   * event loops, unless they are shared. Can be called again, with the same result.
   *
   * @return completes when all is done; never exceptionally
   */
  public CompletableFuture<CloseReport> closeAsync() {
    if (context.closing().compareAndSet(false, true)) {
      acceptor.ifPresent(Acceptor::close);
      // Its messages have arrived, and wait for the handler, as those of others may do longer.
      loopback.get().ifPresent(Connection::close);
      context.connections().stream()
          .map(Connection::close)
          .reduce(
              CompletableFuture.completedFuture(CloseReport.CLEAN),
              (all, next) -> all.thenCombine(next, CloseReport::plus))
          .thenAccept(this::stopLoops);
    }
    return closed.copy();
  }

  private void stopLoops(CloseReport total) {
    if (sharesLoops) {
      closed.complete(total);
      return;
    }
    sockets
        .loops()
        .shutdownGracefully(0, context.timeouts().closeMs(), TimeUnit.MILLISECONDS)
        .addListener(done -> closed.complete(total));
  }

  /**
   * Does what {@link #closeAsync} does and waits for it, except on an event loop of this messenger,
   * where it does not wait.
   */
  @Override
  public void close() {
    CompletableFuture<CloseReport> done = closeAsync();
    if (!Sockets.isLoopOf(sockets.loops())) {
      done.join();
    }
  }

  private void requireOpen() {
    if (context.closing().get()) {
      throw new IllegalStateException("messenger " + name + " is closed");
    }
  }
}
