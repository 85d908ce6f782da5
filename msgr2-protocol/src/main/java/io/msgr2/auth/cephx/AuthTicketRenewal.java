// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import io.msgr2.auth.cephx.wire.LoginReply;
import java.util.Optional;

/**
 * Replaces the ticket for the monitors: another login, answering the challenge of the last one
 * again, and without a connection secret.
 */
final class AuthTicketRenewal implements TicketRenewal {
  private final Principal principal;
  private final TicketStore store;
  private final TicketStore.Login login;
  private final byte[] request;

  AuthTicketRenewal(Principal principal, TicketStore store, TicketStore.Login login) {
    this.principal = principal;
    this.store = store;
    this.login = login;
    request = principal.authenticate(login.serverChallenge(), Optional.of(login));
  }

  @Override
  public byte[] request() {
    return request.clone();
  }

  @Override
  public void reply(byte[] payload) {
    Ticket old = login.ticket();
    LoginReply reply =
        AuthReplies.read(
            "renewed ticket",
            payload,
            reader -> LoginReply.read(reader, principal.key(), Optional.of(old.sessionKey())));
    store.loggedIn(old.globalId(), login.serverChallenge(), reply);
  }
}
