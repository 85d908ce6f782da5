// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.message;

import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import java.util.List;

/**
 * The monitors' answer to a command; its output travels in the data payload.
 *
 * @param result 0, or a negative Linux error number
 * @param status what the monitor has to say, for a person to read
 * @param command the command, repeated
 */
public record MMonCommandAck(int result, String status, List<String> command)
    implements MessageBody {
  public static final int TYPE = 51;

  public MMonCommandAck {
    command = List.copyOf(command);
  }

  /** Reads the fields. */
  public static MMonCommandAck read(WireReader reader) {
    Fields.skipPaxos(reader);
    return new MMonCommandAck(reader.s32(), reader.string(), Fields.strings(reader));
  }

  @Override
  public int type() {
    return TYPE;
  }

  @Override
  public void write(WireWriter writer) {
    Fields.paxos(writer);
    writer.s32(result).string(status);
    Fields.strings(writer, command);
  }

  /** Leaves the command out, whose arguments may be secrets. */
  @Override
  public String toString() {
    return "MMonCommandAck[result "
        + result
        + ", '"
        + status
        + "', "
        + Fields.characters(command)
        + " characters]";
  }
}
