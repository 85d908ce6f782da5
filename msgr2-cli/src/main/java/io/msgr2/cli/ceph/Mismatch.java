// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.ceph;

/** Words are not what a command expects there; the message says what that would be. */
final class Mismatch extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Mismatch(String message) {
    super(message, null, false, false);
  }
}
