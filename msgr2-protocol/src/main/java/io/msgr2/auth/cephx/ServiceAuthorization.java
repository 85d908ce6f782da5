// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthConnector;
import io.msgr2.auth.AuthMethod;
import io.msgr2.auth.AuthOutcome;
import io.msgr2.auth.AuthRefusal;
import io.msgr2.auth.AuthRequest;
import io.msgr2.auth.Caps;
import io.msgr2.auth.Secret;
import io.msgr2.auth.cephx.crypto.KeyUsage;
import io.msgr2.auth.cephx.wire.AuthorizeChallenge;
import io.msgr2.auth.cephx.wire.AuthorizeReply;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import io.msgr2.frame.ConnectionMode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * Is let in by a service with a ticket for it, in two rounds (docs/protocol-notes.md, cephx): show
 * the ticket, get a challenge, show the ticket again with the answer, get the proof that the
 * service could read it.
 */
final class ServiceAuthorization implements AuthConnector {
  private enum Round {
    NOT_STARTED,
    UNCHALLENGED,
    CHALLENGED
  }

  private final EntityType peer;
  private final Ticket ticket;
  private final List<Integer> modes;
  private final RandomGenerator random;
  private final Runnable onRefused;
  private Round round = Round.NOT_STARTED;
  private long nonce;

  /**
   * @param peer whom to convince
   * @param ticket the ticket to show
   * @param modes numbers of the connection modes to offer
   * @param onRefused what to do when the peer does not accept the ticket
   */
  ServiceAuthorization(
      EntityType peer,
      Ticket ticket,
      List<Integer> modes,
      RandomGenerator random,
      Runnable onRefused) {
    this.peer = peer;
    this.ticket = ticket;
    this.modes = modes;
    this.random = random;
    this.onRefused = onRefused;
  }

  @Override
  public AuthRequest request() {
    nonce = random.nextLong();
    round = Round.UNCHALLENGED;
    return offer(authorizer(OptionalLong.empty()));
  }

  @Override
  public AuthRequest badMethod(AuthRefusal refusal) {
    if (refusal.errno() == AuthRefusal.EACCES) {
      onRefused.run();
    }
    throw refusal.explain(
        peer, offer(new byte[0]), "the peer does not accept the ticket; its key may be gone");
  }

  @Override
  public byte[] replyMore(byte[] payload) {
    if (round != Round.UNCHALLENGED) {
      throw AuthReplies.invalid("a second challenge for the same authorizer");
    }
    AuthorizeChallenge challenge =
        AuthReplies.read(
            "challenge",
            payload,
            reader ->
                ticket
                    .sessionKey()
                    .open(
                        KeyUsage.AUTHORIZE_CHALLENGE,
                        reader.bytes(reader.remaining()),
                        AuthorizeChallenge::read));
    round = Round.CHALLENGED;
    return authorizer(OptionalLong.of(challenge.challenge() + 1));
  }

  @Override
  public AuthOutcome done(long globalId, ConnectionMode mode, byte[] payload) {
    if (round != Round.CHALLENGED) {
      throw AuthReplies.invalid("AUTH_DONE without a challenge");
    }
    AuthorizeReply reply = AuthReplies.read("reply to the authorizer", payload, this::readReply);
    if (reply.noncePlusOne() != nonce + 1) {
      throw AuthReplies.invalid("the reply is to another authorizer");
    }
    Secret secret = AuthReplies.connectionSecret(mode, reply.connectionSecret());
    return new AuthOutcome(
        Optional.empty(), ticket.globalId(), ticket.sessionKey().secret(), secret, Caps.NONE);
  }

  private AuthorizeReply readReply(WireReader reader) {
    return ticket.sessionKey().open(KeyUsage.AUTHORIZE_REPLY, reader.blob(), AuthorizeReply::read);
  }

  private byte[] authorizer(OptionalLong challengePlusOne) {
    return WireWriter.toBytes(ticket.authorizer(nonce, challengePlusOne, random)::write);
  }

  private AuthRequest offer(byte[] payload) {
    return new AuthRequest(AuthMethod.CEPHX.wire(), modes, payload);
  }
}
