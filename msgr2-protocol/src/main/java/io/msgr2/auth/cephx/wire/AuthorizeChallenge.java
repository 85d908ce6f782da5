// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx.wire;

import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;

/**
 * An acceptor's question, which makes a recorded authorizer useless (CVE-2018-1128).
 *
 * @param challenge random; the client's answer holds the next number
 */
public record AuthorizeChallenge(long challenge) {
  private static final int VERSION = 1;

  public static AuthorizeChallenge read(WireReader reader) {
    reader.plainVersion("AuthorizeChallenge", VERSION, VERSION);
    return new AuthorizeChallenge(reader.u64());
  }

  public void write(WireWriter writer) {
    writer.u8(VERSION).u64(challenge);
  }
}
