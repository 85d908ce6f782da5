// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx.wire;

import io.msgr2.auth.Caps;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;

/**
 * What an entity may do, as a ticket says it (Ceph's {@code AuthCapsInfo}).
 *
 * @param allowAll whether everything is allowed
 * @param encoded the capabilities of the service, encoded as the service likes; shared, not to be
 *     changed
 */
public record AuthCaps(boolean allowAll, byte[] encoded) {
  /** Nothing is said. */
  public static final AuthCaps NONE = new AuthCaps(false, new byte[0]);

  private static final int VERSION = 1;

  /** Returns capabilities as the services of Ceph encode them: as one string. */
  public static AuthCaps of(Caps caps) {
    byte[] encoded =
        caps.text().isEmpty()
            ? new byte[0]
            : WireWriter.toBytes(writer -> writer.string(caps.text()));
    return new AuthCaps(caps.all(), encoded);
  }

  /**
   * Returns what {@link #of} took.
   *
   * @throws io.msgr2.codec.ProtocolException when it was encoded otherwise
   */
  public Caps caps() {
    String text =
        encoded.length == 0
            ? ""
            : WireReader.fromBytes("capabilities", encoded, WireReader::string);
    return new Caps(allowAll, text);
  }

  public static AuthCaps read(WireReader reader) {
    reader.plainVersion("AuthCapsInfo", VERSION, VERSION);
    return new AuthCaps(reader.bool(), reader.blob());
  }

  public void write(WireWriter writer) {
    writer.u8(VERSION).bool(allowAll).blob(encoded);
  }
}
