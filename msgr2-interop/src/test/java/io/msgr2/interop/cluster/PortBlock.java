// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Ports on loopback for one cluster, below those that the kernel hands out: one for each of at most
 * nine monitors, and from ten up for OSDs. The tenth is used by none of them; it is held as long as
 * the block is, so that runs at the same time keep out of each other's way.
 */
final class PortBlock implements AutoCloseable {
  private static final int FIRST = 25_300;
  private static final int END = 32_700;
  private static final int SIZE = 100;
  private static final int HELD = 9;
  private static final int PORTS_PER_OSD = 10;

  private final int base;
  private final ServerSocket held;

  private PortBlock(int base, ServerSocket held) {
    this.base = base;
    this.held = held;
  }

  /** Takes the first block that is free, for a cluster with so many OSDs. */
  static PortBlock take(int osds) {
    int used = HELD + 1 + osds * PORTS_PER_OSD;
    if (used > SIZE) {
      throw new IllegalArgumentException(osds + " OSDs are too many");
    }
    for (int base = FIRST; base < END; base += SIZE) {
      Optional<ServerSocket> held = listen(base + HELD);
      if (held.isPresent()) {
        PortBlock block = new PortBlock(base, held.get());
        if (IntStream.range(base, base + used)
            .filter(port -> port != block.base + HELD)
            .allMatch(PortBlock::isFree)) {
          return block;
        }
        block.close();
      }
    }
    throw new IllegalStateException("no free ports from " + FIRST + " to " + END);
  }

  int base() {
    return base;
  }

  @Override
  public void close() {
    try {
      held.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isFree(int port) {
    Optional<ServerSocket> socket = listen(port);
    try {
      if (socket.isPresent()) {
        socket.get().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return socket.isPresent();
  }

  private static Optional<ServerSocket> listen(int port) {
    try {
      ServerSocket socket = new ServerSocket();
      try {
        // A connection that is long closed keeps Ceph from a port; so it must keep us.
        socket.setReuseAddress(false);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
        return Optional.of(socket);
      } catch (IOException inUse) {
        socket.close();
        return Optional.empty();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
