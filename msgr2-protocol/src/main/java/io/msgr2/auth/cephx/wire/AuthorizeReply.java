// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx.wire;

import io.msgr2.auth.Secret;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;

/**
 * An acceptor's proof that it could read the ticket. Version 2, which carries a connection secret,
 * is written only when there is one.
 *
 * @param noncePlusOne the number after the client's nonce
 * @param connectionSecret for the frames of this connection; empty in mode crc
 */
public record AuthorizeReply(long noncePlusOne, Secret connectionSecret) {
  private static final int VERSION = 1;
  private static final int VERSION_WITH_SECRET = 2;

  public static AuthorizeReply read(WireReader reader) {
    int version = reader.plainVersion("AuthorizeReply", VERSION, VERSION_WITH_SECRET);
    long noncePlusOne = reader.u64();
    Secret secret = version == VERSION_WITH_SECRET ? Secret.copyOf(reader.blob()) : Secret.EMPTY;
    return new AuthorizeReply(noncePlusOne, secret);
  }

  public void write(WireWriter writer) {
    writer.u8(connectionSecret.isEmpty() ? VERSION : VERSION_WITH_SECRET).u64(noncePlusOne);
    if (!connectionSecret.isEmpty()) {
      writer.blob(connectionSecret.reveal());
    }
  }
}
