// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import io.msgr2.address.EntityName;
import io.msgr2.auth.cephx.Keyring;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyUsage;
import io.msgr2.auth.cephx.wire.Authorize;
import io.msgr2.auth.cephx.wire.Authorizer;
import io.msgr2.auth.cephx.wire.TicketBlob;
import io.msgr2.auth.cephx.wire.TicketGrant;
import io.msgr2.codec.ProtocolException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * All keys that are known while a recording is decoded: those given, and those of the tickets that
 * they lead to, whichever connection a ticket was granted on.
 */
final class Keychain {
  private final List<Keyring> keyrings;
  private final List<KnownTicket> tickets = new ArrayList<>();

  /**
   * A ticket that was granted in the recording.
   *
   * @param owner whom it was granted to
   * @param blob the ticket; empty if it could not be opened
   * @param sessionKey the key that comes with it
   */
  record KnownTicket(EntityName owner, TicketBlob blob, CephxKey sessionKey) {
    boolean is(TicketBlob other) {
      return !blob.isEmpty()
          && blob.secretId() == other.secretId()
          && Arrays.equals(blob.sealed(), other.sealed());
    }
  }

  /** An authorizer whose proof could be read. */
  record OpenAuthorizer(KnownTicket ticket, Authorize authorize) {}

  Keychain(List<Keyring> keyrings) {
    this.keyrings = keyrings;
  }

  /** Returns a number that grows with everything learned. */
  int size() {
    return tickets.size();
  }

  /** Returns the keys that the entity may have. */
  List<CephxKey> keysOf(EntityName name) {
    return keyrings.stream().flatMap(keyring -> keyring.key(name).stream()).toList();
  }

  void learn(EntityName owner, TicketGrant grant) {
    KnownTicket ticket = new KnownTicket(owner, grant.blob(), grant.ticket().sessionKey());
    boolean known =
        tickets.stream()
            .anyMatch(
                other ->
                    other.sessionKey().equals(ticket.sessionKey())
                        && (ticket.blob().isEmpty() || other.is(ticket.blob())));
    if (!known) {
      tickets.add(ticket);
    }
  }

  Optional<KnownTicket> ticket(TicketBlob blob) {
    return tickets.stream().filter(ticket -> ticket.is(blob)).findFirst();
  }

  /**
   * Reads the proof in an authorizer. The key is that of the ticket shown; should that one never
   * have been seen in clear, it may still be the key of a ticket that was granted sealed.
   */
  Optional<OpenAuthorizer> open(Authorizer authorizer) {
    Optional<KnownTicket> shown = ticket(authorizer.ticket());
    return shown.isPresent()
        ? shown.flatMap(ticket -> open(authorizer, ticket))
        : tickets.stream()
            .filter(ticket -> ticket.blob().isEmpty())
            .flatMap(ticket -> open(authorizer, ticket).stream())
            .findFirst();
  }

  private static Optional<OpenAuthorizer> open(Authorizer authorizer, KnownTicket ticket) {
    try {
      Authorize authorize =
          ticket
              .sessionKey()
              .open(KeyUsage.AUTHORIZE, authorizer.sealedAuthorize(), Authorize::read);
      return Optional.of(new OpenAuthorizer(ticket, authorize));
    } catch (ProtocolException otherKey) {
      return Optional.empty();
    }
  }
}
