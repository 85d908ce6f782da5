// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A TCP proxy on loopback that forwards every connection to one target, and does to them what a bad
 * network does: as its {@link Fates} say, and at once where a test wants it. All methods can be
 * called by any thread; one thread of the proxy's own does the work.
 *
 * <pre>{@code
 * try (FaultProxy proxy = FaultProxy.start(Fates.always(Fate.calm().afterMs(50, Fault.RESET)))) {
 *   proxy.forwardTo(server);
 *   client.connect(proxy.address());
 * }
 * }</pre>
 */
public final class FaultProxy implements AutoCloseable {
  private static final int STOP_MS = 5_000;

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("fault-proxy", true), NioIoHandler.newFactory());
  private final Tally tally = new Tally();
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private final ServerBootstrap accepting;
  private final Bootstrap dialling;
  private volatile Fates fates;
  private volatile Optional<InetSocketAddress> target = Optional.empty();
  private InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private Channel listening;
  private int accepted;

  private FaultProxy(Fates fates) {
    this.fates = fates;
    accepting =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel client) {
                    accepted(client);
                  }
                });
    dialling =
        new Bootstrap()
            .group(loops)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.AUTO_READ, false)
            .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .option(ChannelOption.TCP_NODELAY, true);
  }

  /**
   * Starts to listen, at any free port of 127.0.0.1.
   *
   * @throws UncheckedIOException when there is none
   */
  public static FaultProxy start(Fates fates) {
    FaultProxy proxy = new FaultProxy(fates);
    proxy.accept();
    return proxy;
  }

  /** Returns where clients are to connect to; it never changes. */
  public synchronized InetSocketAddress address() {
    return address;
  }

  /** Sets where connections go that are accepted from now on; until then they are reset. */
  public void forwardTo(InetSocketAddress newTarget) {
    target = Optional.of(newTarget);
  }

  /** Sets what happens to connections that are accepted from now on. */
  public void fates(Fates newFates) {
    fates = newFates;
  }

  /** Returns the connections that are not closed. */
  public List<ProxiedConnection> connections() {
    return List.copyOf(connections);
  }

  /** Does something to all connections that there are. */
  public void inject(Fault fault) {
    connections.forEach(connection -> connection.inject(fault));
  }

  /** Forwards again what was stalled. */
  public void resume() {
    connections.forEach(ProxiedConnection::resume);
  }

  /** Listens no more: who connects is refused. Connections that there are go on. */
  public synchronized void refuse() {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    // The port is free once the selector has looked again, which is before it runs what is
    // scheduled now.
    listening
        .close()
        .addListener(done -> loops.schedule(() -> closed.complete(null), 0, TimeUnit.MILLISECONDS));
    closed.orTimeout(STOP_MS, TimeUnit.MILLISECONDS).join();
  }

  /**
   * Listens again, at the same address.
   *
   * @throws UncheckedIOException when something else listens there meanwhile
   */
  public synchronized void accept() {
    if (listening != null && listening.isOpen()) {
      return;
    }
    var bound = accepting.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new UncheckedIOException(new IOException("cannot listen at " + address, bound.cause()));
    }
    listening = bound.channel();
    address = (InetSocketAddress) listening.localAddress();
  }

  /** Returns what was done so far. */
  public ProxyCounters counters() {
    return tally.snapshot();
  }

  /**
   * Resets all connections and stops; waits until that is done. Can be called again.
   *
   * @throws IllegalStateException when it is not done within some seconds
   */
  @Override
  public void close() {
    if (!loops.isShuttingDown()) {
      refuse();
      // Loops that shut down close in their own way, which may come first.
      loops
          .submit(() -> connections.forEach(ProxiedConnection::reset))
          .awaitUninterruptibly(STOP_MS);
    }
    if (!loops
        .shutdownGracefully(0, STOP_MS / 2, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(STOP_MS)) {
      throw new IllegalStateException("the proxy at " + address + " does not stop");
    }
  }

  private void accepted(SocketChannel client) {
    ProxiedConnection connection =
        new ProxiedConnection(accepted, fates.fate(accepted), client, tally);
    accepted++;
    tally.accepted.increment();
    connections.add(connection);
    connection.closed().thenRun(() -> connections.remove(connection));
    connection.begin(dialling, target);
  }
}
