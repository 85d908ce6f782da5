// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.auth.AuthClient;
import io.msgr2.auth.AuthServer;
import io.msgr2.handshake.Interceptor.Point;
import io.msgr2.handshake.Interceptor.Step;
import io.msgr2.session.Session;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts TCP connections at the addresses of a messenger, and begins a session with each. */
final class Acceptor {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final int BACKLOG = 512;
  // As much as Ceph's messengers add.
  private static final long NEXT_INSTANCE = 1_000_000;
  private static final long MAX_NONCE = 0xffff_ffffL;

  private final SessionConfigs configs;
  private final MessengerContext context;
  private final Dialler dialler;
  private final AuthServer auth;
  private final Optional<AuthClient> client;
  private final int halfOpenLimit;
  private final ServerBootstrap bootstrap;
  private final List<Channel> listening = new CopyOnWriteArrayList<>();

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
    return open(address)
        .thenApply(
            channel -> {
              int port = port(channel);
              configs.add(advertised.port() == 0 ? advertised.withPort(port) : advertised);
              begin(channel);
              return configs.current().addresses();
            });
  }

  /**
   * Listens at other ports instead.
   *
   * @param avoid further ports not to listen at
   */
  CompletableFuture<EntityAddressVector> rebind(Set<Integer> avoid) {
    List<Channel> before = List.copyOf(listening);
    List<EntityAddress> told = configs.current().addresses().addresses();
    Set<Integer> taken = new HashSet<>(avoid);
    before.forEach(channel -> taken.add(port(channel)));
    CompletableFuture<List<Channel>> opened = CompletableFuture.completedFuture(List.of());
    for (Channel old : before) {
      InetSocketAddress at = (InetSocketAddress) old.localAddress();
      EntityAddress anyPort = EntityAddress.msgr2(at, 0).withPort(0);
      opened =
          opened.thenCompose(
              others ->
                  openBut(anyPort, taken)
                      .whenComplete((channel, failure) -> closeIf(failure != null, others))
                      .thenApply(channel -> with(others, channel)));
    }
    return opened.thenApply(
        channels -> {
          List<EntityAddress> addresses = new ArrayList<>();
          for (int i = 0; i < channels.size(); i++) {
            EntityAddress address = told.get(i);
            addresses.add(
                address
                    .withPort(port(channels.get(i)))
                    .withNonce((address.nonce() + NEXT_INSTANCE) & MAX_NONCE));
          }
          configs.replace(addresses);
          before.forEach(Channel::close);
          listening.removeAll(before);
          channels.forEach(this::begin);
          return configs.current().addresses();
        });
  }

  /** Listens at any port but some; those are listened at, too, until another one was found. */
  private CompletableFuture<Channel> openBut(EntityAddress address, Set<Integer> avoid) {
    return open(address)
        .thenCompose(
            channel -> {
              if (!avoid.contains(port(channel))) {
                return CompletableFuture.completedFuture(channel);
              }
              return openBut(address, avoid).whenComplete((other, failure) -> channel.close());
            });
  }

  private CompletableFuture<Channel> open(EntityAddress address) {
    CompletableFuture<Channel> opened = new CompletableFuture<>();
    bootstrap
        .bind(address.toSocketAddress())
        .addListener(
            (ChannelFuture future) -> {
              if (future.isSuccess()) {
                opened.complete(future.channel());
              } else {
                opened.completeExceptionally(
                    new UncheckedIOException(
                        "cannot listen at " + address, asIoException(future.cause())));
              }
            });
    return opened;
  }

  private void begin(Channel channel) {
    listening.add(channel);
    if (context.closing().get()) {
      channel.close();
    }
    channel.config().setAutoRead(true);
  }

  private static void closeIf(boolean failed, List<Channel> channels) {
    if (failed) {
      channels.forEach(Channel::close);
    }
  }

  private static List<Channel> with(List<Channel> others, Channel channel) {
    return Stream.concat(others.stream(), Stream.of(channel)).toList();
  }

  private static int port(Channel channel) {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  List<InetSocketAddress> listening() {
    return listening.stream().map(channel -> (InetSocketAddress) channel.localAddress()).toList();
  }

  /** Stops listening, for good. */
  void close() {
    listening.forEach(Channel::close);
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
            context.sendWindow(),
            (made, mailbox) -> {
              AuthServer watched = new WatchedAuthServer(auth, from, context::denied);
              Session session =
                  Session.acceptor(configs.current(), from, watched, client, System.nanoTime());
              SessionDriver driver = new SessionDriver(context, dialler, made, mailbox, session);
              context.faults().reached(session, Point.of(Step.SOCKET_ACCEPTED));
              channel.pipeline().addLast(driver.accepted());
              return driver;
            });
    context.began(connection);
  }

  private static IOException asIoException(Throwable cause) {
    return cause instanceof IOException io ? io : new IOException(cause);
  }
}
