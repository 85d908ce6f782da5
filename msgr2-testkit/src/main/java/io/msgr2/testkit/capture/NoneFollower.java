// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import io.msgr2.address.EntityName;
import io.msgr2.auth.Secret;
import io.msgr2.auth.cephx.wire.LoginRequest;
import io.msgr2.codec.WireReader;
import java.util.Optional;

/** Follows the method {@code none}, which has one request and no keys. */
final class NoneFollower implements AuthFollower {
  private final Log log;
  private Optional<EntityName> name = Optional.empty();

  NoneFollower(Log log) {
    this.log = log;
  }

  @Override
  public void request(byte[] payload) {
    // The messenger that Ceph's own tests use says nothing at all about itself.
    if (payload.length > 0) {
      LoginRequest request =
          WireReader.fromBytes("request of method none", payload, LoginRequest::read);
      name = Optional.of(request.name());
      log.connector(new AuthStep.NameGiven(request));
    }
  }

  @Override
  public void replyMore(byte[] payload) {
    log.problem(ProblemKind.AUTH_PAYLOAD, "AUTH_REPLY_MORE although method none has one round");
  }

  @Override
  public void requestMore(byte[] payload) {
    log.problem(ProblemKind.AUTH_PAYLOAD, "AUTH_REQUEST_MORE although method none has one round");
  }

  @Override
  public Result done(byte[] payload) {
    return new Result(name, Optional.of(Secret.EMPTY), Optional.empty());
  }
}
