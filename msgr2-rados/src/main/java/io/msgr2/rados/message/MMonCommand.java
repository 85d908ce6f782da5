// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.message;

import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import java.util.List;
import java.util.UUID;

/**
 * A command for the monitors; its input travels in the data payload. {@link MMonCommandAck} with
 * the same transaction id answers.
 *
 * @param fsid the cluster that is meant
 * @param command one JSON object
 */
public record MMonCommand(UUID fsid, List<String> command) implements MessageBody {
  public static final int TYPE = 50;

  public MMonCommand {
    command = List.copyOf(command);
  }

  /** Reads the fields. */
  public static MMonCommand read(WireReader reader) {
    Fields.skipPaxos(reader);
    return new MMonCommand(Fields.fsid(reader), Fields.strings(reader));
  }

  @Override
  public int type() {
    return TYPE;
  }

  @Override
  public void write(WireWriter writer) {
    Fields.paxos(writer);
    Fields.fsid(writer, fsid);
    Fields.strings(writer, command);
  }

  /** Leaves the command out, whose arguments may be secrets. */
  @Override
  public String toString() {
    return "MMonCommand[fsid " + fsid + ", " + Fields.characters(command) + " characters]";
  }
}
