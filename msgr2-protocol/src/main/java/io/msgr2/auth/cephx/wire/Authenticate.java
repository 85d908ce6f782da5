// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx.wire;

import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;

/**
 * A client's answer to a monitor's challenge, and what it would like to get. Written as version 3,
 * which promises that the ticket is shown whenever a global id is claimed back; without that
 * promise a monitor cannot tell the owner of a global id from somebody else (CVE-2021-20288).
 *
 * @param clientChallenge random, part of what the answer is made from
 * @param answer made from both challenges and the entity's key
 * @param oldTicket the ticket for the monitors that goes with the claimed global id
 * @param services the services for which tickets are wanted, as a set of bits
 */
public record Authenticate(long clientChallenge, long answer, TicketBlob oldTicket, int services) {
  private static final int OLDEST_VERSION = 1;
  private static final int VERSION_WITH_SERVICES = 2;
  private static final int VERSION = 3;

  /** What version 1 asks for: the ticket for the monitors, and not even a connection secret. */
  public static final int NO_SERVICES = 0;

  public static Authenticate read(WireReader reader) {
    // The older versions lack the promise. Whoever reads them may treat them as if it were made.
    int version = reader.plainVersion("Authenticate", OLDEST_VERSION, VERSION);
    return new Authenticate(
        reader.u64(),
        reader.u64(),
        TicketBlob.read(reader),
        version >= VERSION_WITH_SERVICES ? reader.s32() : NO_SERVICES);
  }

  public void write(WireWriter writer) {
    writer.u8(VERSION).u64(clientChallenge).u64(answer);
    oldTicket.write(writer);
    writer.u32(services);
  }
}
