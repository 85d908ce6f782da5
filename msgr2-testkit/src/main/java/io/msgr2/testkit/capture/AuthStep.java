// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import io.msgr2.auth.cephx.wire.Authenticate;
import io.msgr2.auth.cephx.wire.Authorize;
import io.msgr2.auth.cephx.wire.AuthorizeChallenge;
import io.msgr2.auth.cephx.wire.AuthorizeReply;
import io.msgr2.auth.cephx.wire.Authorizer;
import io.msgr2.auth.cephx.wire.LoginReply;
import io.msgr2.auth.cephx.wire.LoginRequest;
import io.msgr2.auth.cephx.wire.RotatingSecrets;
import io.msgr2.auth.cephx.wire.ServerChallenge;
import io.msgr2.auth.cephx.wire.ServiceTicketRequest;
import io.msgr2.auth.cephx.wire.TicketGrant;
import java.util.List;

/**
 * What authentication payloads say, in the frames of the handshake and in the messages MAuth and
 * MAuthReply of a session with a monitor. Keys and secrets are in there, but are not printed.
 */
public sealed interface AuthStep {
  /** The connector says who it is; with method {@code none}, that is all. */
  record NameGiven(LoginRequest request) implements AuthStep {}

  /** A monitor's challenge. */
  record Challenged(ServerChallenge challenge) implements AuthStep {}

  /** The answer to a monitor's challenge, or the same again to have a ticket renewed. */
  record Answered(Authenticate authenticate) implements AuthStep {}

  /**
   * What a monitor grants. The ticket for the monitors has an empty blob when it was sealed with
   * the session key of an unknown earlier one.
   */
  record LoggedIn(LoginReply reply) implements AuthStep {}

  /** A ticket for a service, and the proof of who shows it. */
  record AuthorizerShown(Authorizer authorizer, Authorize authorize) implements AuthStep {}

  /** A service's challenge. */
  record AuthorizerChallenged(AuthorizeChallenge challenge) implements AuthStep {}

  /** A service's proof that it could read the ticket. */
  record Authorized(AuthorizeReply reply) implements AuthStep {}

  /** A client of a monitor asks for tickets. */
  record TicketsRequested(Authorizer authorizer, Authorize authorize, ServiceTicketRequest request)
      implements AuthStep {}

  /** A monitor grants them. */
  record TicketsGranted(List<TicketGrant> grants) implements AuthStep {}

  /** A daemon asks a monitor for the keys of its service. */
  record RotatingKeysRequested() implements AuthStep {}

  /** A monitor tells them. */
  record RotatingKeysGranted(RotatingSecrets secrets) implements AuthStep {}
}
