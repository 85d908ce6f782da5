// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import io.msgr2.auth.AuthMethod;

/** Follows a method that is not implemented here: by name only. */
final class UnknownMethodFollower implements AuthFollower {
  private final int method;
  private final Log log;

  UnknownMethodFollower(int method, Log log) {
    this.method = method;
    this.log = log;
  }

  @Override
  public void request(byte[] payload) {
    log.problem(
        ProblemKind.AUTH_PAYLOAD,
        "the payloads of method " + AuthMethod.nameOf(method) + " are not known here");
  }

  @Override
  public void replyMore(byte[] payload) {
    // Said once, for all of them.
  }

  @Override
  public void requestMore(byte[] payload) {
    // Said once, for all of them.
  }

  @Override
  public Result done(byte[] payload) {
    return Result.UNKNOWN;
  }
}
