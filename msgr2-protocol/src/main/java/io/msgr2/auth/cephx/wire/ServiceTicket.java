// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx.wire;

import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import java.time.Duration;
import java.time.Instant;

/**
 * What a client learns about a ticket that it cannot read itself.
 *
 * @param sessionKey the key that the ticket tells the service
 * @param validity how long the ticket is good for, from when it was received; whole seconds
 */
public record ServiceTicket(CephxKey sessionKey, Duration validity) {
  private static final int VERSION = 1;

  public static ServiceTicket read(WireReader reader) {
    reader.plainVersion("ServiceTicket", VERSION, VERSION);
    return new ServiceTicket(
        CephxKey.read(reader), Duration.between(Instant.EPOCH, reader.utime()));
  }

  public void write(WireWriter writer) {
    writer.u8(VERSION);
    sessionKey.write(writer);
    writer.utime(Instant.EPOCH.plus(validity));
  }
}
