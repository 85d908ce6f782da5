// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.session.SessionFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.nio.channels.ClosedChannelException;
import java.util.Map;
import java.util.Optional;

/**
 * What went wrong with a TCP connection.
 *
 * @param detail what the operating system says
 * @param errno the Linux error number
 */
record TransportError(String detail, int errno) {
  private static final int EIO = 5;
  private static final int EHOSTUNREACH = 113;

  /** Both the JDK and Netty pass on the operating system's words, and not its numbers. */
  private static final Map<String, Integer> ERRNOS =
      Map.of(
          "Connection refused", SessionFailure.ECONNREFUSED,
          "Connection reset", SessionFailure.ECONNRESET,
          "Broken pipe", 32,
          "Network is unreachable", 101,
          "No route to host", EHOSTUNREACH,
          "Connection timed out", SessionFailure.ETIMEDOUT,
          "Cannot assign requested address", 99,
          "Too many open files", 24,
          "Permission denied", 13);

  /** Returns what happened, or nothing when it was no failure of a TCP connection. */
  static Optional<TransportError> of(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && !isSaidBySystem(cause)) {
      cause = cause.getCause();
    }
    if (cause instanceof ClosedChannelException) {
      return Optional.of(
          new TransportError("the TCP connection was closed", SessionFailure.ECONNRESET));
    }
    return cause instanceof IOException ? Optional.of(said(cause)) : Optional.empty();
  }

  /**
   * Returns why not even a socket could be had, for which Netty has exceptions of several kinds.
   */
  static TransportError ofNoSocket(Throwable failure) {
    return of(failure).orElseGet(() -> said(failure));
  }

  private static boolean isSaidBySystem(Throwable cause) {
    return cause instanceof IOException && !(cause instanceof ClosedChannelException);
  }

  private static TransportError said(Throwable cause) {
    String detail = String.valueOf(cause.getMessage());
    return new TransportError(detail, errno(cause, detail));
  }

  private static int errno(Throwable cause, String detail) {
    for (Map.Entry<String, Integer> known : ERRNOS.entrySet()) {
      if (detail.contains(known.getKey())) {
        return known.getValue();
      }
    }
    if (cause instanceof NoRouteToHostException) {
      return EHOSTUNREACH;
    }
    return cause instanceof ConnectException ? SessionFailure.ECONNREFUSED : EIO;
  }
}
