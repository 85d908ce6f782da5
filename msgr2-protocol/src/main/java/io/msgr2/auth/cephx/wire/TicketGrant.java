// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx.wire;

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
 * A ticket as a monitor hands it out, in a list of them.
 *
 * @param service number of the service it is for
 * @param ticket what the client learns about it
 * @param blob the ticket itself
 */
public record TicketGrant(int service, ServiceTicket ticket, TicketBlob blob) {
  private static final int LIST_VERSION = 1;
  private static final int GRANT_VERSION = 1;

  /**
   * Reads a list of grants.
   *
   * @param key what the session keys are sealed with
   * @param previous session key of the ticket that is being replaced; blobs are sealed with it when
   *     there was one
   */
  public static List<TicketGrant> readList(
      WireReader reader, CephxKey key, Optional<CephxKey> previous) {
    reader.plainVersion("list of tickets", LIST_VERSION, LIST_VERSION);
    return reader.list(each -> read(each, key, previous));
  }

  /** Writes a list of grants, with the same keys as {@link #readList} takes. */
  public static void writeList(
      WireWriter writer,
      List<TicketGrant> grants,
      CephxKey key,
      Optional<CephxKey> previous,
      RandomGenerator random) {
    writer.u8(LIST_VERSION).list(grants, (to, grant) -> grant.write(to, key, previous, random));
  }

  private static TicketGrant read(WireReader reader, CephxKey key, Optional<CephxKey> previous) {
    int service = reader.s32();
    reader.plainVersion("ticket", GRANT_VERSION, GRANT_VERSION);
    ServiceTicket ticket = key.open(KeyUsage.SERVICE_TICKET, reader.blob(), ServiceTicket::read);
    TicketBlob blob =
        reader.bool() ? openBlob(reader.blob(), previous) : TicketBlob.read(reader.nested());
    return new TicketGrant(service, ticket, blob);
  }

  private static TicketBlob openBlob(byte[] sealed, Optional<CephxKey> previous) {
    return previous
        .orElseThrow(
            () ->
                new ProtocolException(
                    Violation.PAYLOAD_MALFORMED,
                    "a ticket is sealed with the session key of an earlier one, there is none"))
        .open(KeyUsage.TICKET_BLOB, sealed, inner -> TicketBlob.read(inner.nested()));
  }

  private void write(
      WireWriter writer, CephxKey key, Optional<CephxKey> previous, RandomGenerator random) {
    writer
        .u32(service)
        .u8(GRANT_VERSION)
        .blob(key.seal(KeyUsage.SERVICE_TICKET, ticket::write, random))
        .bool(previous.isPresent());
    previous.ifPresentOrElse(
        old ->
            writer.blob(old.seal(KeyUsage.TICKET_BLOB, inner -> inner.nested(blob::write), random)),
        () -> writer.nested(blob::write));
  }
}
