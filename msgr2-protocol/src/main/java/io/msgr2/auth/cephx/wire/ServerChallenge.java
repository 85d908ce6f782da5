// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx.wire;

import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;

/**
 * A monitor's question at the start of a login.
 *
 * @param challenge what the answer has to be made from
 */
public record ServerChallenge(long challenge) {
  private static final int VERSION = 1;

  public static ServerChallenge read(WireReader reader) {
    reader.plainVersion("ServerChallenge", VERSION, VERSION);
    return new ServerChallenge(reader.u64());
  }

  public void write(WireWriter writer) {
    writer.u8(VERSION).u64(challenge);
  }
}
