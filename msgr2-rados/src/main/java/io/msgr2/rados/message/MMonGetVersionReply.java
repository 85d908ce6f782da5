// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.message;

import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;

/**
 * Says how new a map is.
 *
 * @param handle that of the question
 * @param newestVersion the newest version
 * @param oldestVersion the oldest version that the monitors still have
 */
public record MMonGetVersionReply(long handle, long newestVersion, long oldestVersion)
    implements MessageBody {
  public static final int TYPE = 20;

  private static final int VERSION = 2;

  /** Reads the fields. */
  public static MMonGetVersionReply read(WireReader reader) {
    return new MMonGetVersionReply(reader.u64(), reader.u64(), reader.u64());
  }

  @Override
  public int type() {
    return TYPE;
  }

  @Override
  public int version() {
    return VERSION;
  }

  @Override
  public int compatVersion() {
    return VERSION;
  }

  @Override
  public void write(WireWriter writer) {
    writer.u64(handle).u64(newestVersion).u64(oldestVersion);
  }
}
