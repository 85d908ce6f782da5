// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx.wire;

import io.msgr2.address.EntityName;
import io.msgr2.auth.AuthForm;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;

/**
 * The first payload of a login with a monitor.
 *
 * @param name who wants to log in
 * @param globalId the number it was given before and wants back; 0 for a new one
 */
public record LoginRequest(EntityName name, long globalId) {

  public static LoginRequest read(WireReader reader) {
    // The acceptor that got here has looked at the first byte already.
    reader.u8();
    return new LoginRequest(EntityName.read(reader), reader.u64());
  }

  public void write(WireWriter writer) {
    writer.u8(AuthForm.MONITOR);
    name.write(writer);
    writer.u64(globalId);
  }
}
