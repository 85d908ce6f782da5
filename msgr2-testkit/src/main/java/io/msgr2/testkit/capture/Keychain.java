// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.cephx.Keyring;
import io.msgr2.auth.cephx.ServiceSecrets;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyUsage;
import io.msgr2.auth.cephx.wire.Authorize;
import io.msgr2.auth.cephx.wire.Authorizer;
import io.msgr2.auth.cephx.wire.RotatingSecrets;
import io.msgr2.auth.cephx.wire.TicketBlob;
import io.msgr2.auth.cephx.wire.TicketGrant;
import io.msgr2.auth.cephx.wire.TicketInfo;
import io.msgr2.codec.ProtocolException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All keys that are known while a recording is decoded: those given, and those of the tickets that
 * they lead to, whichever connection a ticket was granted on.
 */
final class Keychain {
  /** Whose key monitors seal tickets for each other with. */
  private static final EntityName MONITORS = new EntityName(EntityType.MON, "");

  private final List<Keyring> keyrings;
  private final List<KnownTicket> tickets = new ArrayList<>();
  private final Map<ServiceSecret, CephxKey> serviceSecrets = new HashMap<>();

  /** How tickets name the key that they are sealed with. */
  private record ServiceSecret(int service, long id) {}

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

  /** Returns how many tickets are known. */
  int tickets() {
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

  /** Learns the keys that the monitors seal tickets for a service with. */
  void learn(EntityType service, RotatingSecrets secrets) {
    secrets
        .keys()
        .forEach((id, key) -> serviceSecrets.put(new ServiceSecret(service.wire(), id), key.key()));
  }

  Optional<KnownTicket> ticket(TicketBlob blob) {
    return tickets.stream().filter(ticket -> ticket.is(blob)).findFirst();
  }

  /**
   * Reads the proof in an authorizer. Its key comes with the ticket shown, which was granted in the
   * recording, or can be read like its service does. Else it may still be the key of a ticket whose
   * blob could not be opened when it was granted.
   */
  Optional<OpenAuthorizer> open(Authorizer authorizer) {
    return ticket(authorizer.ticket())
        .or(() -> openTicket(authorizer))
        .map(ticket -> open(authorizer, ticket))
        .orElseGet(
            () ->
                tickets.stream()
                    .filter(ticket -> ticket.blob().isEmpty())
                    .flatMap(ticket -> open(authorizer, ticket).stream())
                    .findFirst());
  }

  private Optional<KnownTicket> openTicket(Authorizer authorizer) {
    TicketBlob blob = authorizer.ticket();
    List<CephxKey> keys =
        blob.secretId() == ServiceSecrets.SHARED
            ? keysOf(MONITORS)
            : Stream.ofNullable(
                    serviceSecrets.get(new ServiceSecret(authorizer.service(), blob.secretId())))
                .toList();
    return keys.stream().flatMap(key -> openTicket(blob, key).stream()).findFirst();
  }

  private static Optional<KnownTicket> openTicket(TicketBlob blob, CephxKey key) {
    try {
      TicketInfo info = key.open(KeyUsage.TICKET_INFO, blob.sealed(), TicketInfo::read);
      return Optional.of(new KnownTicket(info.ticket().name(), blob, info.sessionKey()));
    } catch (ProtocolException otherKey) {
      return Optional.empty();
    }
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
