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
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
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
   * @throws TransportUnavailableException when one was asked for that cannot be used here
   */
  static Sockets open(Transport wanted, int threads, String name) {
    ThreadFactory factory = new DefaultThreadFactory("msgr2-" + name, true);
    return switch (wanted) {
      case AUTO -> open(Epoll.isAvailable() ? Transport.EPOLL : Transport.NIO, threads, name);
      case EPOLL -> {
        require("epoll", Epoll.unavailabilityCause());
        yield new Sockets(
            Transport.EPOLL,
            new MultiThreadIoEventLoopGroup(threads, factory, EpollIoHandler.newFactory()),
            EpollSocketChannel.class,
            EpollServerSocketChannel.class);
      }
      case IO_URING -> {
        require("io_uring", IoUring.unavailabilityCause());
        yield new Sockets(
            Transport.IO_URING,
            new MultiThreadIoEventLoopGroup(threads, factory, IoUringIoHandler.newFactory()),
            IoUringSocketChannel.class,
            IoUringServerSocketChannel.class);
      }
      case NIO ->
          new Sockets(
              Transport.NIO,
              new MultiThreadIoEventLoopGroup(threads, factory, NioIoHandler.newFactory()),
              NioSocketChannel.class,
              NioServerSocketChannel.class);
    };
  }

  /** Returns whether the caller is one of the event loops, which must not wait for another one. */
  static boolean isLoopOf(EventExecutorGroup loops) {
    for (EventExecutor loop : loops) {
      if (loop.inEventLoop()) {
        return true;
      }
    }
    return false;
  }

  private static void require(String name, Throwable unavailable) {
    if (unavailable != null) {
      throw new TransportUnavailableException(name, unavailable);
    }
  }
}
