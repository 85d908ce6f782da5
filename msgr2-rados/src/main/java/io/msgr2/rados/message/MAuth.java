// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.message;

import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;

/**
 * Asks a monitor, within a session, for new tickets; {@link MAuthReply} answers.
 *
 * @param method number of the authentication method
 * @param payload what the method has to say
 * @param monMapEpoch the epoch of the monitor map that this side has; 0 for none
 */
public record MAuth(int method, byte[] payload, long monMapEpoch) implements MessageBody {
  public static final int TYPE = 17;

  /** Reads the fields. */
  public static MAuth read(WireReader reader) {
    Fields.skipPaxos(reader);
    return new MAuth(reader.s32(), reader.blob(), reader.u32());
  }

  @Override
  public int type() {
    return TYPE;
  }

  @Override
  public void write(WireWriter writer) {
    Fields.paxos(writer);
    writer.s32(method).blob(payload).u32(monMapEpoch);
  }

  /** Says how long the payload is, not what it holds. */
  @Override
  public String toString() {
    return "MAuth[method " + method + ", " + payload.length + " bytes]";
  }
}
