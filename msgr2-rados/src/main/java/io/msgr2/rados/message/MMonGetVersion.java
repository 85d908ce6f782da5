// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.message;

import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;

/**
 * Asks a monitor how new a map is; {@link MMonGetVersionReply} with the same handle answers.
 *
 * @param handle matches the answer to the question
 * @param what the map's name, such as {@code osdmap}
 */
public record MMonGetVersion(long handle, String what) implements MessageBody {
  public static final int TYPE = 19;

  /** Reads the fields. */
  public static MMonGetVersion read(WireReader reader) {
    return new MMonGetVersion(reader.u64(), reader.string());
  }

  @Override
  public int type() {
    return TYPE;
  }

  @Override
  public void write(WireWriter writer) {
    writer.u64(handle).string(what);
  }
}
