// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.conf;

/** The configuration cannot be used: a file is missing or unreadable, or a value has no meaning. */
public final class ConfException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** No such file or directory. */
  public static final int ENOENT = 2;

  /** Input/output error. */
  public static final int EIO = 5;

  /** Invalid argument. */
  public static final int EINVAL = 22;

  private final int errno;

  /**
   * @param errno the positive Linux error number that Ceph's own tools would report
   * @param message which file or option, what was expected and what is there; no secrets
   */
  public ConfException(int errno, String message) {
    super(message);
    this.errno = errno;
  }

  /** Returns the positive Linux error number that Ceph's own tools would report. */
  public int errno() {
    return errno;
  }
}
