// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx.wire;

import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;

/**
 * A ticket as its holder sees it: sealed by the monitors for a service.
 *
 * @param secretId which of the service's keys it is sealed with
 * @param sealed the sealed {@link TicketInfo}; shared, not to be changed
 */
public record TicketBlob(long secretId, byte[] sealed) {
  /** No ticket. */
  public static final TicketBlob EMPTY = new TicketBlob(0, new byte[0]);

  private static final int VERSION = 1;

  public static TicketBlob read(WireReader reader) {
    reader.plainVersion("TicketBlob", VERSION, VERSION);
    return new TicketBlob(reader.u64(), reader.blob());
  }

  public void write(WireWriter writer) {
    writer.u8(VERSION).u64(secretId).blob(sealed);
  }

  /** Returns whether there is no ticket. */
  public boolean isEmpty() {
    return sealed.length == 0;
  }

  @Override
  public String toString() {
    return "TicketBlob[secret " + secretId + ", " + sealed.length + " bytes]";
  }
}
