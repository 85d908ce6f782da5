// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.message;

import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;

/**
 * The monitor map, asked for or subscribed to.
 *
 * @param map the map
 */
public record MMonMap(MonMap map) implements MessageBody {
  public static final int TYPE = 4;

  /** Reads the fields. */
  public static MMonMap read(WireReader reader) {
    return new MMonMap(MonMap.read(reader.nested()));
  }

  @Override
  public int type() {
    return TYPE;
  }

  @Override
  public void write(WireWriter writer) {
    writer.nested(map::write);
  }
}
