// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.message;

import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;

/**
 * A daemon's answer to a command; its output travels in the data payload.
 *
 * @param result 0, or a negative Linux error number
 * @param status what the daemon has to say, for a person to read
 */
public record MCommandReply(int result, String status) implements MessageBody {
  public static final int TYPE = 98;

  /** Reads the fields. */
  public static MCommandReply read(WireReader reader) {
    return new MCommandReply(reader.s32(), reader.string());
  }

  @Override
  public int type() {
    return TYPE;
  }

  @Override
  public void write(WireWriter writer) {
    writer.s32(result).string(status);
  }
}
