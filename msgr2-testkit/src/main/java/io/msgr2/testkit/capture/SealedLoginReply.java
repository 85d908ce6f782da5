// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import io.msgr2.auth.Secret;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyUsage;
import io.msgr2.auth.cephx.wire.LoginReply;
import io.msgr2.auth.cephx.wire.RequestType;
import io.msgr2.auth.cephx.wire.Response;
import io.msgr2.auth.cephx.wire.ServiceTicket;
import io.msgr2.auth.cephx.wire.TicketBlob;
import io.msgr2.auth.cephx.wire.TicketGrant;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.codec.WireReader;
import java.util.List;
import java.util.Optional;

/**
 * The reply to a login with a ticket whose session key is not known. A client always has that key,
 * so {@link LoginReply} has no need to do without; whoever reads along may have come late. All but
 * the new ticket's blob can be read: the session key that comes with it is sealed with the entity's
 * own key.
 */
final class SealedLoginReply {
  private SealedLoginReply() {}

  static LoginReply read(WireReader reader, CephxKey principal) {
    Response.readHeader(reader, RequestType.AUTH_SESSION_KEY);
    reader.plainVersion("list of tickets", 1, 1);
    TicketGrant auth = only(reader.list(each -> grant(each, principal)));
    CephxKey sessionKey = auth.ticket().sessionKey();
    Secret secret = nested(reader, Secret.EMPTY, inner -> secret(inner, sessionKey));
    List<TicketGrant> services =
        nested(
            reader, List.of(), inner -> TicketGrant.readList(inner, sessionKey, Optional.empty()));
    return new LoginReply(auth, secret, services);
  }

  private static TicketGrant only(List<TicketGrant> grants) {
    if (grants.size() != 1) {
      throw new ProtocolException(
          Violation.PAYLOAD_MALFORMED, "expected one ticket, got " + grants.size());
    }
    return grants.get(0);
  }

  private static TicketGrant grant(WireReader reader, CephxKey principal) {
    int service = reader.s32();
    reader.plainVersion("ticket", 1, 1);
    ServiceTicket ticket =
        principal.open(KeyUsage.SERVICE_TICKET, reader.blob(), ServiceTicket::read);
    boolean sealed = reader.bool();
    WireReader blob = reader.nested();
    return new TicketGrant(service, ticket, sealed ? TicketBlob.EMPTY : TicketBlob.read(blob));
  }

  private static Secret secret(WireReader reader, CephxKey sessionKey) {
    return sessionKey.open(
        KeyUsage.CONNECTION_SECRET, reader.blob(), inner -> Secret.copyOf(inner.blob()));
  }

  private interface Part<T> {
    T read(WireReader reader);
  }

  private static <T> T nested(WireReader reader, T absent, Part<T> part) {
    if (reader.remaining() == 0) {
      return absent;
    }
    WireReader inner = reader.nested();
    return inner.remaining() == 0 ? absent : part.read(inner);
  }
}
