// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.output;

/**
 * The exit codes of the command. Where a peer, or the network, gave an error number, that number is
 * the exit code, as with Ceph's own tools: 13 permission denied, 110 timed out, 111 refused, ...
 */
public final class ExitCode {
  /** All went well. */
  public static final int OK = 0;

  /** The command ran, and found something wrong. */
  public static final int FAILED = 1;

  /** The command line was wrong. */
  public static final int USAGE = 2;

  private ExitCode() {}

  /** Returns the exit code for a positive Linux error number. */
  public static int ofErrno(int errno) {
    if (errno == 0) {
      return OK;
    }
    return errno > 0 && errno < 125 ? errno : FAILED;
  }
}
