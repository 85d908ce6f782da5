// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import io.msgr2.address.EntityName;
import io.msgr2.auth.Secret;
import java.util.Optional;

/**
 * Reads along while a connection authenticates, as far as the known keys allow. One for each
 * AUTH_REQUEST. What it reads, and what it cannot, goes to its {@link Log}.
 */
sealed interface AuthFollower
    permits NoneFollower, LoginFollower, AuthorizerFollower, UnknownMethodFollower {

  /** Where a follower says what it finds. */
  interface Log {
    /** Takes what a connector's payload says. */
    void connector(AuthStep step);

    /** Takes what an acceptor's payload says. */
    void acceptor(AuthStep step);

    /** Takes what is wrong or missing. */
    void problem(ProblemKind kind, String detail);
  }

  /**
   * What authentication left behind, as far as it could be read.
   *
   * @param name who the connector is
   * @param sessionKey the key of AUTH_SIGNATURE; empty with method {@code none}
   * @param connectionSecret what the frame keys come from
   */
  record Result(
      Optional<EntityName> name, Optional<Secret> sessionKey, Optional<Secret> connectionSecret) {
    static final Result UNKNOWN = new Result(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Reads the payload of AUTH_REQUEST. */
  void request(byte[] payload);

  /** Reads the payload of AUTH_REPLY_MORE. */
  void replyMore(byte[] payload);

  /** Reads the payload of AUTH_REQUEST_MORE. */
  void requestMore(byte[] payload);

  /** Reads the payload of AUTH_DONE. */
  Result done(byte[] payload);
}
