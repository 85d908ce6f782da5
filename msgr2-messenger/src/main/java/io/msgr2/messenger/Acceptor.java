// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.auth.AuthClient;
import io.msgr2.auth.AuthServer;
import io.msgr2.session.Session;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts TCP connections at the addresses of a messenger, and begins a session with each. */
final class Acceptor {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final int BACKLOG = 512;

  private final SessionConfigs configs;
  private final MessengerContext context;
  private final Dialler dialler;
  private final AuthServer auth;
  private final Optional<AuthClient> client;
  private final int halfOpenLimit;
  private final ServerBootstrap bootstrap;
  private final ChannelGroup listening =
      new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

  Acceptor(
      Sockets sockets,
      SessionConfigs configs,
      MessengerContext context,
      Dialler dialler,
      AuthServer auth,
      Optional<AuthClient> client,
      int halfOpenLimit) {
    this.configs = configs;
    this.context = context;
    this.dialler = dialler;
    this.client = client;
    this.auth = auth;
    this.halfOpenLimit = halfOpenLimit;
    bootstrap =
        new ServerBootstrap()
            .group(sockets.loops())
            .channel(sockets.listening())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            // Peers wait until this side knows the address that they have dialled.
            .option(ChannelOption.AUTO_READ, false)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    accept(channel);
                  }
                });
  }

  /**
   * Listens.
   *
   * @param advertised the address to tell peers; port 0 stands for the one that is listened at
   * @return all addresses of the messenger, once this one is among them
   */
  CompletableFuture<EntityAddressVector> bind(EntityAddress address, EntityAddress advertised) {
    CompletableFuture<EntityAddressVector> bound = new CompletableFuture<>();
    bootstrap
        .bind(address.toSocketAddress())
        .addListener(
            (ChannelFuture future) -> {
              if (!future.isSuccess()) {
                bound.completeExceptionally(
                    new UncheckedIOException(
                        "cannot listen at " + address, asIoException(future.cause())));
                return;
              }
              Channel channel = future.channel();
              listening.add(channel);
              int port = ((InetSocketAddress) channel.localAddress()).getPort();
              configs.add(advertised.port() == 0 ? advertised.withPort(port) : advertised);
              channel.config().setAutoRead(true);
              bound.complete(configs.current().addresses());
            });
    return bound;
  }

  List<InetSocketAddress> listening() {
    return listening.stream().map(channel -> (InetSocketAddress) channel.localAddress()).toList();
  }

  /** Stops listening, for good. */
  void close() {
    listening.close();
  }

  private void accept(SocketChannel channel) {
    InetSocketAddress remote = channel.remoteAddress();
    if (remote == null) {
      // It was gone before it was looked at.
      channel.close();
      return;
    }
    EntityAddress from = EntityAddress.msgr2(remote, 0);
    if (context.counters().halfOpen.incrementAndGet() > halfOpenLimit) {
      context.counters().halfOpen.decrementAndGet();
      context.counters().turnedAway.increment();
      LOG.warn(
          "{}: connection from {} turned away: {} others have not finished their handshake",
          context.self(),
          from,
          halfOpenLimit);
      channel.close();
      return;
    }
    Peer peer = new Peer(Peer.End.ACCEPTED, Optional.empty(), EntityAddressVector.of(from));
    EventLoop loop = channel.eventLoop();
    SessionConnection connection =
        new SessionConnection(
            peer,
            loop,
            (made, mailbox) -> {
              AuthServer watched = new WatchedAuthServer(auth, from, context::denied);
              Session session =
                  Session.acceptor(configs.current(), from, watched, client, System.nanoTime());
              SessionDriver driver = new SessionDriver(context, dialler, made, mailbox, session);
              channel.pipeline().addLast(driver.accepted());
              return driver;
            });
    context.began(connection);
  }

  private static IOException asIoException(Throwable cause) {
    return cause instanceof IOException io ? io : new IOException(cause);
  }
}
