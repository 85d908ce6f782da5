// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.none;

import io.msgr2.address.EntityName;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;

/**
 * The one payload of the method {@code none}.
 *
 * @param form first byte, see {@link io.msgr2.auth.AuthForm}
 * @param name who is asking
 * @param globalId the number it was given before; 0 when it has none
 */
record NoneRequest(int form, EntityName name, long globalId) {
  static NoneRequest read(WireReader reader) {
    return new NoneRequest(reader.u8(), EntityName.read(reader), reader.u64());
  }

  byte[] toBytes() {
    return WireWriter.toBytes(
        writer -> {
          writer.u8(form);
          name.write(writer);
          writer.u64(globalId);
        });
  }
}
