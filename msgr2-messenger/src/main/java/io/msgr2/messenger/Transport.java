// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

/** The ways to use sockets. */
public enum Transport {
  /** {@link #EPOLL} where its native library loads, else {@link #NIO}. */
  AUTO,
  /** Linux's epoll through Netty's native library; an error where that does not load. */
  EPOLL,
  /**
   * Linux's io_uring through Netty's native library; an error where that does not load, or the
   * kernel does not let this process use it, as in many containers.
   */
  IO_URING,
  /** The JDK's selectors, which work everywhere. */
  NIO
}
