// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx.wire;

import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;

/**
 * What is inside a ticket (Ceph's {@code CephXServiceTicketInfo}).
 *
 * @param ticket whom the monitors vouch for
 * @param sessionKey the key that they gave it
 */
public record TicketInfo(AuthTicket ticket, CephxKey sessionKey) {
  private static final int VERSION = 1;

  public static TicketInfo read(WireReader reader) {
    reader.plainVersion("ServiceTicketInfo", VERSION, VERSION);
    return new TicketInfo(AuthTicket.read(reader), CephxKey.read(reader));
  }

  public void write(WireWriter writer) {
    writer.u8(VERSION);
    ticket.write(writer);
    sessionKey.write(writer);
  }
}
