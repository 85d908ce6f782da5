// SPDX-License-Identifier: Apache-2.0
package io.msgr2.monitor;

import io.msgr2.codec.WireWriter;
import io.msgr2.rados.message.MessageBody;

/**
 * A monitor's answer to a ping.
 *
 * @param text how it is, as JSON
 */
record MPing(String text) implements MessageBody {
  static final int TYPE = 2;

  @Override
  public int type() {
    return TYPE;
  }

  @Override
  public void write(WireWriter writer) {
    writer.string(text);
  }
}
