// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.message;

import io.msgr2.codec.WireWriter;

/** Asks a monitor for the monitor map; {@link MMonMap} answers. */
public record MMonGetMap() implements MessageBody {
  public static final int TYPE = 5;

  @Override
  public int type() {
    return TYPE;
  }

  @Override
  public void write(WireWriter writer) {}
}
