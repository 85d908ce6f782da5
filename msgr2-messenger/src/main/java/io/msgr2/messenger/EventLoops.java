// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import java.util.concurrent.TimeUnit;

/**
 * Threads that any number of messengers share; a messenger without has some of its own. Closing a
 * messenger leaves them running. Of all dials of those messengers, 256 are under way at a time, and
 * the others wait for their turn. Safe for use by several threads.
 */
public final class EventLoops implements AutoCloseable {
  private static final String NAME = "shared";

  // Enough to keep the threads busy; each costs a socket and a handshake.
  private static final int MAX_DIALS = 256;

  private final Sockets sockets;
  private final DialLimit dials = new DialLimit(MAX_DIALS);

  private EventLoops(Sockets sockets) {
    this.sockets = sockets;
  }

  /**
   * Starts threads, which do not keep the JVM alive.
   *
   * @param transport the way to use sockets
   * @throws IllegalArgumentException when there is to be no thread
   * @throws TransportUnavailableException when it cannot be used here
   */
  public static EventLoops start(Transport transport, int threads) {
    return new EventLoops(Sockets.open(transport, checked(threads), NAME));
  }

  /** Returns the way sockets are used; never {@link Transport#AUTO}. */
  public Transport transport() {
    return sockets.transport();
  }

  /** Stops the threads. The messengers that use them have to be closed before. */
  @Override
  public void close() {
    sockets.loops().shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  /** Returns the limit of dials, which all messengers share too. */
  DialLimit dials() {
    return dials;
  }

  Sockets sockets() {
    return sockets;
  }

  static int checked(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("at least one event loop is needed");
    }
    return threads;
  }
}
