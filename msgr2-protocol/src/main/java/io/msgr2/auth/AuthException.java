// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth;

/**
 * This side cannot or will not authenticate: no key, no ticket, no method in common, or the peer
 * refused. The peer kept to the protocol; a peer that does not causes a {@link
 * io.msgr2.codec.ProtocolException}.
 */
public final class AuthException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** No such entry: no key, or no ticket for the service. */
  public static final int ENOENT = 2;

  /**
   * Operation canceled: nothing is wrong, but this side no longer wants the connection, as if it
   * had closed it.
   */
  public static final int ECANCELED = 125;

  private final int errno;

  /**
   * @param errno the positive Linux error number that Ceph's own tools would report
   * @param message what was tried, what came back, and what to look at next; no secrets
   */
  public AuthException(int errno, String message) {
    super(message);
    this.errno = errno;
  }

  /** Returns the positive Linux error number that Ceph's own tools would report. */
  public int errno() {
    return errno;
  }
}
