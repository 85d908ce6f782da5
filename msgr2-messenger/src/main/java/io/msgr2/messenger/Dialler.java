// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.resolver.NoopAddressResolverGroup;
import java.net.InetSocketAddress;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;

/** Opens TCP connections for sessions. */
final class Dialler {
  private final Bootstrap bootstrap;
  private final UnaryOperator<InetSocketAddress> route;
  private final DialLimit limit;

  /**
   * @param route where TCP connections to an address really go
   * @param limit of dials, each of which lasts until its session is ready
   */
  Dialler(Sockets sockets, UnaryOperator<InetSocketAddress> route, DialLimit limit) {
    this.route = route;
    this.limit = limit;
    bootstrap =
        new Bootstrap()
            .channel(sockets.dialling())
            .resolver(NoopAddressResolverGroup.INSTANCE)
            // Sessions have a deadline of their own for this.
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0);
  }

  /** Opens a channel on the event loop of the driver, which is told how it went by the channel. */
  void dial(SessionChannel channel, SessionDriver driver) {
    limit.enter(
        () -> {
          // Never at once: of thousands that wait, each may be of no use and let the next begin.
          try {
            driver.loop().execute(() -> begin(channel, driver));
          } catch (RejectedExecutionException loopIsGone) {
            limit.done();
          }
        });
  }

  private void begin(SessionChannel channel, SessionDriver driver) {
    if (channel.isUnwanted()) {
      limit.done();
      return;
    }
    channel.dialling(limit::done);
    ChannelFuture registered = bootstrap.clone(driver.loop()).handler(channel).register();
    registered.addListener(
        (ChannelFuture future) -> {
          if (future.isSuccess()) {
            connect(future.channel(), channel, driver);
          } else {
            driver.loop().execute(() -> stillborn(future.cause(), channel, driver));
          }
        });
  }

  private void connect(Channel opened, SessionChannel channel, SessionDriver driver) {
    opened
        .connect(route.apply(channel.transport().peer().toSocketAddress()))
        .addListener(
            connected -> {
              if (!connected.isSuccess()) {
                driver.channelFailed(channel, connected.cause());
              }
            });
  }

  /** Not even a socket could be had. */
  private static void stillborn(Throwable cause, SessionChannel channel, SessionDriver driver) {
    driver.channelClosed(channel, TransportError.ofNoSocket(cause));
    channel.gone();
  }
}
