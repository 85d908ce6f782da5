// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.message;

import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;

/**
 * A monitor's answer to {@link MAuth}.
 *
 * @param method number of the authentication method
 * @param result 0, or a negative Linux error number
 * @param globalId the client's number in the cluster
 * @param payload what the method has to say
 * @param message why it failed, for a person to read
 */
public record MAuthReply(int method, int result, long globalId, byte[] payload, String message)
    implements MessageBody {
  public static final int TYPE = 18;

  /** Reads the fields. */
  public static MAuthReply read(WireReader reader) {
    return new MAuthReply(reader.s32(), reader.s32(), reader.u64(), reader.blob(), reader.string());
  }

  @Override
  public int type() {
    return TYPE;
  }

  @Override
  public void write(WireWriter writer) {
    writer.s32(method).s32(result).u64(globalId).blob(payload).string(message);
  }

  /** Says how long the payload is, not what it holds. */
  @Override
  public String toString() {
    return "MAuthReply[method "
        + method
        + ", result "
        + result
        + ", global id "
        + globalId
        + ", "
        + payload.length
        + " bytes, "
        + message
        + "]";
  }
}
