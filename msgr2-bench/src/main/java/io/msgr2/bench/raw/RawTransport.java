// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.raw;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Event loops on the transport that the messenger would choose. */
final class RawTransport {
  private RawTransport() {}

  static MultiThreadIoEventLoopGroup loops(int number) {
    return new MultiThreadIoEventLoopGroup(
        number, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
  }

  /** Listens on any port of the loopback address and answers there, and returns the port. */
  static int listen(EventLoopGroup loops, boolean plain) throws InterruptedException {
    Channel listener =
        new ServerBootstrap()
            .group(loops)
            .channel(
                Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new RawEchoHandler(plain));
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .sync()
            .channel();
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /** Connects to a port of the loopback address. */
  static Channel connect(EventLoopGroup loops, int port, ChannelHandler handler)
      throws InterruptedException {
    return new Bootstrap()
        .group(loops)
        .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
        .handler(handler)
        .connect(InetAddress.getLoopbackAddress(), port)
        .sync()
        .channel();
  }
}
