// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx.wire;

import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;

/**
 * What tickets a client asks for with the ticket that it has for the monitors.
 *
 * @param services the services, as a set of bits
 */
public record ServiceTicketRequest(int services) {
  private static final int VERSION = 1;

  public static ServiceTicketRequest read(WireReader reader) {
    reader.plainVersion("ServiceTicketRequest", VERSION, VERSION);
    return new ServiceTicketRequest(reader.s32());
  }

  public void write(WireWriter writer) {
    writer.u8(VERSION).u32(services);
  }
}
