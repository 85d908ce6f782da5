// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import io.msgr2.codec.WireReader;
import io.msgr2.session.Message;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** A message that arrived, copied. */
record Reply(int type, long tid, byte[] front, byte[] data) {
  static Reply copyOf(Message message) {
    return new Reply(
        message.type(),
        message.tid(),
        ByteBufUtil.getBytes(message.front()),
        ByteBufUtil.getBytes(message.data()));
  }

  /** Reads the fields; a newer version may have more of them. */
  <T> T read(Function<WireReader, T> reader) {
    return reader.apply(new WireReader(Unpooled.wrappedBuffer(front)));
  }

  String text() {
    return new String(data, StandardCharsets.UTF_8);
  }
}
