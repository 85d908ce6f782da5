// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

/**
 * The cluster could not be asked, or did not answer in time. A command that was carried out and
 * failed is no exception; see {@link CommandReply#errno}.
 */
public final class MonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Operation not permitted: the daemon has another cluster's identity. */
  public static final int EPERM = 1;

  /** No such file or directory: the monitor, the OSD or the host is not known. */
  public static final int ENOENT = 2;

  /** Permission denied: the monitors do not accept the entity or its key. */
  public static final int EACCES = 13;

  /** Protocol error: an answer cannot be read. */
  public static final int EPROTO = 71;

  /** The client was closed. */
  public static final int ESHUTDOWN = 108;

  /** A deadline passed. */
  public static final int ETIMEDOUT = 110;

  private final int errno;
  private final boolean outcomeUnknown;

  private MonException(int errno, String message, boolean outcomeUnknown) {
    super(message);
    this.errno = errno;
    this.outcomeUnknown = outcomeUnknown;
  }

  /**
   * Returns an exception for something that certainly did not happen.
   *
   * @param errno the positive Linux error number that Ceph's own tools would report
   * @param message what was tried with whom, what was expected and what came; no secrets
   */
  static MonException of(int errno, String message) {
    return new MonException(errno, message, false);
  }

  /** Returns an exception for something that may have happened, although no answer came. */
  static MonException unknownOutcome(int errno, String message) {
    return new MonException(
        errno, message + "; whether the command was carried out is unknown", true);
  }

  /** Returns the positive Linux error number that Ceph's own tools would report. */
  public int errno() {
    return errno;
  }

  /** Returns whether a command was sent and may have been carried out. */
  public boolean isOutcomeUnknown() {
    return outcomeUnknown;
  }
}
