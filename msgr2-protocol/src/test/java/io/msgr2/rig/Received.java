// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rig;

import io.msgr2.session.Message;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** A message that arrived, its payloads as text. */
public record Received(long seq, int type, long tid, String front, String middle, String data) {
  static Received of(Message message) {
    return new Received(
        message.seq(),
        message.type(),
        message.tid(),
        text(message.front()),
        text(message.middle()),
        text(message.data()));
  }

  static String text(ByteBuf bytes) {
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }
}
