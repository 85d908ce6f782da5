// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth;

/**
 * The two things that the payload of AUTH_REQUEST can ask for, told apart by its first byte (Ceph's
 * {@code AUTH_MODE_*}): an acceptor must never take one for the other.
 */
public final class AuthForm {
  /** First byte of a request to be let in by a service, with an authorizer. */
  public static final int AUTHORIZER = 1;

  /** First byte of a request to be logged in by a monitor. */
  public static final int MONITOR = 10;

  private static final int LAST_AUTHORIZER = 9;
  private static final int LAST_MONITOR = 19;

  private AuthForm() {}

  /** Returns whether a payload with this first byte asks to be let in by a service. */
  public static boolean isAuthorizer(int firstByte) {
    return firstByte >= AUTHORIZER && firstByte <= LAST_AUTHORIZER;
  }

  /** Returns whether a payload with this first byte asks to be logged in by a monitor. */
  public static boolean isMonitor(int firstByte) {
    return firstByte >= MONITOR && firstByte <= LAST_MONITOR;
  }
}
