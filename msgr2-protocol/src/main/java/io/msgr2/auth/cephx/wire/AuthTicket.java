// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx.wire;

import io.msgr2.address.EntityName;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import java.time.Instant;

/**
 * Whom the monitors vouch for.
 *
 * @param name who it is
 * @param globalId its number in the cluster
 * @param created when the ticket was made
 * @param expires when it ends; services go by the age of their keys instead
 * @param caps what it may do
 */
public record AuthTicket(
    EntityName name, long globalId, Instant created, Instant expires, AuthCaps caps) {
  private static final int VERSION = 2;
  private static final long NO_USER = -1;
  private static final int NO_FLAGS = 0;

  public static AuthTicket read(WireReader reader) {
    reader.plainVersion("AuthTicket", VERSION, VERSION);
    EntityName name = EntityName.read(reader);
    long globalId = reader.u64();
    reader.u64(); // a user id that nothing uses any more
    Instant created = reader.utime();
    Instant expires = reader.utime();
    AuthCaps caps = AuthCaps.read(reader);
    reader.u32(); // flags, none of which is defined
    return new AuthTicket(name, globalId, created, expires, caps);
  }

  public void write(WireWriter writer) {
    writer.u8(VERSION);
    name.write(writer);
    writer.u64(globalId).u64(NO_USER).utime(created).utime(expires);
    caps.write(writer);
    writer.u32(NO_FLAGS);
  }
}
