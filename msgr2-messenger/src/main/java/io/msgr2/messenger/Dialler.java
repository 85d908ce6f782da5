// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.resolver.NoopAddressResolverGroup;

/** Opens TCP connections for sessions. */
final class Dialler {
  private final Bootstrap bootstrap;

  Dialler(Sockets sockets) {
    bootstrap =
        new Bootstrap()
            .channel(sockets.dialling())
            .resolver(NoopAddressResolverGroup.INSTANCE)
            // Sessions have a deadline of their own for this.
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0);
  }

  /** Opens a channel on the event loop of the driver, which is told how it went by the channel. */
  void dial(SessionChannel channel, SessionDriver driver) {
    ChannelFuture registered = bootstrap.clone(driver.loop()).handler(channel).register();
    registered.addListener(
        (ChannelFuture future) -> {
          if (future.isSuccess()) {
            future
                .channel()
                .connect(channel.transport().peer().toSocketAddress())
                .addListener(
                    connected -> {
                      if (!connected.isSuccess()) {
                        driver.channelFailed(channel, connected.cause());
                      }
                    });
          } else {
            driver.loop().execute(() -> stillborn(future.cause(), channel, driver));
          }
        });
  }

  /** Not even a socket could be had. */
  private static void stillborn(Throwable cause, SessionChannel channel, SessionDriver driver) {
    driver.channelFailed(channel, cause);
    channel.gone();
  }
}
