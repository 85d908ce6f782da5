// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import io.msgr2.auth.AuthException;

/**
 * A monitor's answer to a request for other tickets, as a message of type MAuthReply carries it.
 *
 * @param errno 0, or why the request was refused, as a positive Linux error number
 * @param payload what the client gets; empty after a refusal; shared, not to be changed
 * @param reason why the request was refused, for this side's operator; no secrets
 */
public record RenewalAnswer(int errno, byte[] payload, String reason) {
  static RenewalAnswer granted(byte[] payload) {
    return new RenewalAnswer(0, payload, "");
  }

  static RenewalAnswer refused(AuthException why) {
    return new RenewalAnswer(why.errno(), new byte[0], why.getMessage());
  }

  /** Returns whether the client gets what it asked for. */
  public boolean isGranted() {
    return errno == 0;
  }

  /** Says how long the payload is, not what it holds. */
  @Override
  public String toString() {
    return isGranted()
        ? "RenewalAnswer[" + payload.length + " bytes]"
        : "RenewalAnswer[errno " + errno + ", " + reason + "]";
  }
}
