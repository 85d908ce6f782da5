// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.message;

import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import java.util.List;
import java.util.UUID;

/**
 * A command for one daemon; its input travels in the data payload. {@link MCommandReply} with the
 * same transaction id answers.
 *
 * @param fsid the cluster that is meant
 * @param command one JSON object
 */
public record MCommand(UUID fsid, List<String> command) implements MessageBody {
  public static final int TYPE = 97;

  public MCommand {
    command = List.copyOf(command);
  }

  /** Reads the fields. */
  public static MCommand read(WireReader reader) {
    return new MCommand(Fields.fsid(reader), Fields.strings(reader));
  }

  @Override
  public int type() {
    return TYPE;
  }

  @Override
  public void write(WireWriter writer) {
    Fields.fsid(writer, fsid);
    Fields.strings(writer, command);
  }

  /** Leaves the command out, whose arguments may be secrets. */
  @Override
  public String toString() {
    return "MCommand[fsid " + fsid + ", " + Fields.characters(command) + " characters]";
  }
}
