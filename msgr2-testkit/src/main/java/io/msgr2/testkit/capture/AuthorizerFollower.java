// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import io.msgr2.auth.cephx.crypto.KeyUsage;
import io.msgr2.auth.cephx.wire.AuthorizeChallenge;
import io.msgr2.auth.cephx.wire.AuthorizeReply;
import io.msgr2.auth.cephx.wire.Authorizer;
import io.msgr2.auth.cephx.wire.TicketBlob;
import io.msgr2.codec.WireReader;
import java.util.Optional;

/** Follows cephx with a service (docs/protocol-notes.md, cephx): ticket, challenge, ticket. */
final class AuthorizerFollower implements AuthFollower {
  private final Keychain keychain;
  private final Log log;
  private Optional<Keychain.OpenAuthorizer> shown = Optional.empty();

  AuthorizerFollower(Keychain keychain, Log log) {
    this.keychain = keychain;
    this.log = log;
  }

  @Override
  public void request(byte[] payload) {
    Authorizer authorizer = show(payload);
    if (shown.isEmpty()) {
      TicketBlob ticket = authorizer.ticket();
      log.problem(
          ProblemKind.TICKET_UNKNOWN,
          "the ticket for "
              + ControlText.entityType(authorizer.service())
              + " of global id "
              + Long.toUnsignedString(authorizer.globalId())
              + ", sealed with secret "
              + ticket.secretId()
              + ", was not granted in this recording to an entity whose key is known, nor is that"
              + " secret known");
    }
  }

  @Override
  public void replyMore(byte[] payload) {
    shown.ifPresent(
        open ->
            log.acceptor(
                new AuthStep.AuthorizerChallenged(
                    open.ticket()
                        .sessionKey()
                        .open(KeyUsage.AUTHORIZE_CHALLENGE, payload, AuthorizeChallenge::read))));
  }

  @Override
  public void requestMore(byte[] payload) {
    show(payload);
  }

  @Override
  public Result done(byte[] payload) {
    if (shown.isEmpty()) {
      return Result.UNKNOWN;
    }
    Keychain.OpenAuthorizer open = shown.get();
    AuthorizeReply reply =
        WireReader.fromBytes(
            "reply to the authorizer",
            payload,
            reader ->
                open.ticket()
                    .sessionKey()
                    .open(KeyUsage.AUTHORIZE_REPLY, reader.blob(), AuthorizeReply::read));
    log.acceptor(new AuthStep.Authorized(reply));
    if (reply.noncePlusOne() != open.authorize().nonce() + 1) {
      log.problem(ProblemKind.AUTH_PAYLOAD, "the reply is not to the authorizer that was shown");
    }
    return new Result(
        Optional.of(open.ticket().owner()),
        Optional.of(open.ticket().sessionKey().secret()),
        Optional.of(reply.connectionSecret()).filter(secret -> !secret.isEmpty()));
  }

  private Authorizer show(byte[] payload) {
    Authorizer authorizer = WireReader.fromBytes("authorizer", payload, Authorizer::read);
    shown = keychain.open(authorizer);
    shown.ifPresent(
        open -> log.connector(new AuthStep.AuthorizerShown(authorizer, open.authorize())));
    return authorizer;
  }
}
