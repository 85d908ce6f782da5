// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx.wire;

import io.msgr2.address.EntityType;
import io.msgr2.auth.Secret;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyUsage;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What a monitor grants to an entity that proved to have its key: the payload of AUTH_DONE, and of
 * the answer to a renewal.
 *
 * @param auth the ticket for the monitors themselves
 * @param connectionSecret for the frames of this connection; empty in mode crc and on renewal
 * @param services the tickets that were asked for besides
 */
public record LoginReply(TicketGrant auth, Secret connectionSecret, List<TicketGrant> services) {

  /**
   * Reads the payload.
   *
   * @param principal the entity's own key
   * @param previous session key of the ticket that the client showed, if it showed one
   */
  public static LoginReply read(
      WireReader reader, CephxKey principal, Optional<CephxKey> previous) {
    Response.readHeader(reader, RequestType.AUTH_SESSION_KEY);
    TicketGrant auth = only(TicketGrant.readList(reader, principal, previous));
    CephxKey sessionKey = auth.ticket().sessionKey();
    Secret secret = readSecret(reader.nested(), sessionKey);
    List<TicketGrant> services = readServices(reader.nested(), sessionKey);
    return new LoginReply(auth, secret, services);
  }

  /** Writes the payload of AUTH_DONE, with the same keys as {@link #read} takes. */
  public void write(
      WireWriter writer, CephxKey principal, Optional<CephxKey> previous, RandomGenerator random) {
    writeTicket(writer, principal, previous, random);
    byte[] sealed =
        auth.ticket()
            .sessionKey()
            .seal(
                KeyUsage.CONNECTION_SECRET, inner -> inner.blob(connectionSecret.reveal()), random);
    writer.nested(outer -> outer.blob(sealed));
    writeServices(writer, random);
  }

  /** Writes the payload of a renewal, with the same keys as {@link #read} takes. */
  public void writeRenewal(
      WireWriter writer, CephxKey principal, CephxKey previous, RandomGenerator random) {
    writeTicket(writer, principal, Optional.of(previous), random);
    writer.nested(noSecret -> {});
    writeServices(writer, random);
  }

  /**
   * Writes the beginning of either payload, which is all of it for a client that asked for {@link
   * Authenticate#NO_SERVICES}.
   */
  public void writeTicket(
      WireWriter writer, CephxKey principal, Optional<CephxKey> previous, RandomGenerator random) {
    Response.writeHeader(writer, RequestType.AUTH_SESSION_KEY);
    TicketGrant.writeList(writer, List.of(auth), principal, previous, random);
  }

  private void writeServices(WireWriter writer, RandomGenerator random) {
    writer.nested(
        outer -> {
          if (!services.isEmpty()) {
            CephxKey sessionKey = auth.ticket().sessionKey();
            TicketGrant.writeList(outer, services, sessionKey, Optional.empty(), random);
          }
        });
  }

  private static TicketGrant only(List<TicketGrant> grants) {
    if (grants.size() != 1 || grants.get(0).service() != EntityType.AUTH.wire()) {
      throw new ProtocolException(
          Violation.PAYLOAD_MALFORMED,
          "expected one ticket, for the monitors, got " + grants.size());
    }
    return grants.get(0);
  }

  private static Secret readSecret(WireReader reader, CephxKey sessionKey) {
    if (reader.remaining() == 0) {
      return Secret.EMPTY;
    }
    byte[] sealed = reader.blob();
    reader.expectEnd("connection secret");
    return sessionKey.open(
        KeyUsage.CONNECTION_SECRET, sealed, inner -> Secret.copyOf(inner.blob()));
  }

  private static List<TicketGrant> readServices(WireReader reader, CephxKey sessionKey) {
    if (reader.remaining() == 0) {
      return List.of();
    }
    List<TicketGrant> services = TicketGrant.readList(reader, sessionKey, Optional.empty());
    reader.expectEnd("tickets");
    return services;
  }
}
