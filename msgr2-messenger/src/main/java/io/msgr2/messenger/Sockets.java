// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ThreadFactory;

/**
 * The event loops of a messenger and the kinds of channels that run on them.
 *
 * @param transport what was chosen; never {@link Transport#AUTO}
 */
record Sockets(
    Transport transport,
    EventLoopGroup loops,
    Class<? extends SocketChannel> dialling,
    Class<? extends ServerSocketChannel> listening) {

  /**
   * Starts event loops; their threads do not keep the JVM alive.
   *
   * @throws IllegalStateException when epoll was asked for and does not load
   */
  static Sockets open(Transport wanted, int threads, String name) {
    ThreadFactory factory = new DefaultThreadFactory("msgr2-" + name, true);
    return switch (wanted) {
      case AUTO -> open(Epoll.isAvailable() ? Transport.EPOLL : Transport.NIO, threads, name);
      case EPOLL -> {
        if (!Epoll.isAvailable()) {
          throw new IllegalStateException(
              "epoll does not load here: " + Epoll.unavailabilityCause(),
              Epoll.unavailabilityCause());
        }
        yield new Sockets(
            Transport.EPOLL,
            new MultiThreadIoEventLoopGroup(threads, factory, EpollIoHandler.newFactory()),
            EpollSocketChannel.class,
            EpollServerSocketChannel.class);
      }
      case NIO ->
          new Sockets(
              Transport.NIO,
              new MultiThreadIoEventLoopGroup(threads, factory, NioIoHandler.newFactory()),
              NioSocketChannel.class,
              NioServerSocketChannel.class);
    };
  }
}
