// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.zip.CRC32C;

/**
 * Answers each request of a known length, as it comes: nothing is put together, but every byte is
 * looked at once for a checksum, as a messenger in crc mode has to.
 */
final class RawEchoHandler extends ChannelInboundHandlerAdapter {
  private final RawExchange exchange;
  private final CRC32C crc = new CRC32C();
  private int received;
  private long checksums;

  RawEchoHandler(RawExchange exchange) {
    this.exchange = exchange;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      while (bytes.isReadable()) {
        int part = Math.min(bytes.readableBytes(), exchange.requestBytes() - received);
        crc.update(bytes.internalNioBuffer(bytes.readerIndex(), part));
        bytes.skipBytes(part);
        received += part;
        if (received == exchange.requestBytes()) {
          received = 0;
          checksums += crc.getValue();
          crc.reset();
          ByteBuf answer = context.alloc().directBuffer(RawExchange.ANSWER_BYTES);
          answer.writeZero(RawExchange.ANSWER_BYTES - Long.BYTES).writeLong(checksums);
          context.write(answer, context.voidPromise());
        }
      }
    } finally {
      bytes.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.flush();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
