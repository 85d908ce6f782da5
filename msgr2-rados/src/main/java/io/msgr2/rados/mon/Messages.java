// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import io.msgr2.rados.message.MessageBody;
import io.msgr2.session.Message;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.function.Function;

/** Makes messages of their fields, and the other way round. */
final class Messages {
  private static final byte[] NO_DATA = {};

  private Messages() {}

  /** Returns a message without data. */
  static Message of(MessageBody body) {
    return of(body, 0, NO_DATA);
  }

  /**
   * Returns a message.
   *
   * @param data the data payload; must not change any more
   */
  static Message of(MessageBody body, long tid, byte[] data) {
    return Message.builder(body.type())
        .tid(tid)
        .version(body.version(), body.compatVersion())
        .front(Unpooled.wrappedBuffer(WireWriter.toBytes(body::write)))
        .data(Unpooled.wrappedBuffer(data))
        .build();
  }

  /** Reads the fields of a message, which stays the caller's. */
  static <T> T read(Message message, Function<WireReader, T> decoder) {
    return decoder.apply(new WireReader(message.front().duplicate()));
  }

  /** Returns a copy of the data payload. */
  static byte[] data(Message message) {
    return ByteBufUtil.getBytes(message.data());
  }
}
