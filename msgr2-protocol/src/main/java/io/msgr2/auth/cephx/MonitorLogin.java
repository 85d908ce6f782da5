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
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.auth.cephx.wire.LoginReply;
import io.msgr2.auth.cephx.wire.LoginRequest;
import io.msgr2.auth.cephx.wire.ServerChallenge;
import io.msgr2.codec.WireWriter;
import io.msgr2.frame.ConnectionMode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Logs in to a monitor (docs/protocol-notes.md, cephx): say who is there, get a challenge, answer
 * it, get tickets and, in mode secure, the connection secret. An entity that logged in before
 * claims its global id back with the ticket it got then.
 */
final class MonitorLogin implements AuthConnector {
  private static final long NEW_GLOBAL_ID = 0;

  private final Principal principal;
  private final TicketStore store;
  private final List<Integer> modes;
  private Optional<TicketStore.Login> earlier = Optional.empty();
  private OptionalLong serverChallenge = OptionalLong.empty();

  /**
   * @param modes numbers of the connection modes to offer
   */
  MonitorLogin(Principal principal, TicketStore store, List<Integer> modes) {
    this.principal = principal;
    this.store = store;
    this.modes = modes;
  }

  @Override
  public AuthRequest request() {
    earlier = store.login();
    long globalId = earlier.map(login -> login.ticket().globalId()).orElse(NEW_GLOBAL_ID);
    return offer(WireWriter.toBytes(new LoginRequest(principal.name(), globalId)::write));
  }

  @Override
  public AuthRequest badMethod(AuthRefusal refusal) {
    if (serverChallenge.isPresent()) {
      // Should it be the old ticket that was refused, the next attempt does without it.
      earlier.ifPresent(store::forget);
    }
    throw refusal.explain(EntityType.MON, offer(new byte[0]), denied());
  }

  @Override
  public byte[] replyMore(byte[] payload) {
    if (serverChallenge.isPresent()) {
      throw AuthReplies.invalid("a second challenge in the same login");
    }
    long challenge = AuthReplies.read("challenge", payload, ServerChallenge::read).challenge();
    serverChallenge = OptionalLong.of(challenge);
    return principal.authenticate(challenge, earlier);
  }

  @Override
  public AuthOutcome done(long globalId, ConnectionMode mode, byte[] payload) {
    long challenge =
        serverChallenge.orElseThrow(() -> AuthReplies.invalid("AUTH_DONE without a challenge"));
    LoginReply reply =
        AuthReplies.read(
            "login reply",
            payload,
            reader -> LoginReply.read(reader, principal.key(), earlierSessionKey()));
    Secret secret = AuthReplies.connectionSecret(mode, reply.connectionSecret());
    store.loggedIn(globalId, challenge, reply);
    return new AuthOutcome(
        Optional.empty(), globalId, reply.auth().ticket().sessionKey().secret(), secret, Caps.NONE);
  }

  private Optional<CephxKey> earlierSessionKey() {
    return earlier.map(login -> login.ticket().sessionKey());
  }

  private AuthRequest offer(byte[] payload) {
    return new AuthRequest(AuthMethod.CEPHX.wire(), modes, payload);
  }

  private String denied() {
    StringBuilder why = new StringBuilder("wrong key, unknown entity " + principal.name());
    why.append(", or no mon caps");
    if (principal.key().type() == KeyType.AES) {
      why.append(", or keys of type aes are not allowed in this cluster");
    }
    if (earlier.isPresent()) {
      why.append(", or the ticket of the last login is no longer good");
    }
    return why.toString();
  }
}
