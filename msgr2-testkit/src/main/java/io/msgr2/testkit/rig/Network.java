// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.rig;

import io.msgr2.address.EntityAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A network of hosts that dial each other: virtual TCP connections over paths that can be bad. */
public final class Network {
  static final int ECONNREFUSED = 111;

  private record Listener(Host host, Consumer<TcpEnd> accept) {}

  private record Ends(Host from, Host to) {}

  private final VirtualClock clock;
  private final EventLog log;
  private final Map<EntityAddress, Listener> listeners = new HashMap<>();
  private final Map<Ends, Path> paths = new HashMap<>();
  private final Set<TcpConnection> connections = new LinkedHashSet<>();
  private Consumer<Path> newPath = path -> {};
  private long connectionsMade;

  Network(VirtualClock clock, EventLog log) {
    this.clock = clock;
    this.log = log;
  }

  /** Returns the path that what one host sends to another one takes. */
  public Path path(Host from, Host to) {
    return paths.computeIfAbsent(
        new Ends(from, to),
        ends -> {
          Path path = new Path();
          newPath.accept(path);
          return path;
        });
  }

  /** Says how paths are from the start; those that exist already stay as they are. */
  public void paths(Consumer<Path> conditions) {
    newPath = conditions;
  }

  /** Does something with both paths between two hosts. */
  public void between(Host a, Host b, Consumer<Path> what) {
    what.accept(path(a, b));
    what.accept(path(b, a));
  }

  /** Returns the connections that have an end left. */
  public List<TcpConnection> connections() {
    return List.copyOf(connections);
  }

  /** Lets everything go that is held. */
  public void letGo() {
    List.copyOf(paths.values()).forEach(Path::letGo);
  }

  void listen(Host host, EntityAddress address, Consumer<TcpEnd> accept) {
    if (listeners.putIfAbsent(socket(address), new Listener(host, accept)) != null) {
      throw new IllegalStateException(address + " is in use");
    }
  }

  void unlisten(Host host, EntityAddress address) {
    listeners.computeIfPresent(
        socket(address), (socket, listener) -> listener.host == host ? null : listener);
  }

  /**
   * Opens a connection.
   *
   * @return the dialling end, which the user hears of when it is open
   */
  TcpEnd connect(Host from, EntityAddress address, TcpUser user) {
    Optional<Listener> known = Optional.ofNullable(listeners.get(socket(address)));
    Host to = known.map(Listener::host).orElse(from);
    var connection = new TcpConnection(this, connectionsMade++, from, to, user);
    connections.add(connection);
    over(from, to, () -> arriveAt(address, connection));
    return connection.dialler();
  }

  private void arriveAt(EntityAddress address, TcpConnection connection) {
    TcpEnd dialler = connection.dialler();
    TcpEnd acceptor = connection.acceptor();
    Listener listener = listeners.get(socket(address));
    if (dialler.isGone() || listener == null || listener.host != acceptor.host()) {
      acceptor.vanish();
      over(
          acceptor.host(),
          dialler.host(),
          () -> dialler.broken("connection refused", ECONNREFUSED));
      return;
    }
    acceptor.accept();
    listener.accept.accept(acceptor);
  }

  private void over(Host from, Host to, Runnable action) {
    Path path = path(from, to);
    clock.after(path.nextDelayNanos(), () -> path.pass(action));
  }

  VirtualClock clock() {
    return clock;
  }

  EventLog log() {
    return log;
  }

  void forget(TcpConnection connection) {
    connections.remove(connection);
  }

  private static EntityAddress socket(EntityAddress address) {
    return address.withNonce(0);
  }
}
