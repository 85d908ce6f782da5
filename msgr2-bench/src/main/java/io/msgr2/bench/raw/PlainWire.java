// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.raw;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * What one would write first: Netty's own decoder in front of the handler, which is called for each
 * frame, and a buffer and a write for each frame that is sent.
 */
final class PlainWire implements Wire {
  private final ChannelHandlerContext context;
  private final CRC32C crc = new CRC32C();

  /** Finds where frames end; the length is that of the data alone. */
  private static final class Decoder extends LengthFieldBasedFrameDecoder {
    Decoder() {
      super(Integer.MAX_VALUE, 0, Integer.BYTES);
    }

    @Override
    protected long getUnadjustedFrameLength(ByteBuf in, int offset, int length, ByteOrder order) {
      return (long) RawFrame.bytes(in.getInt(offset)) - length;
    }
  }

  PlainWire(ChannelHandlerContext context) {
    this.context = context;
    context.pipeline().addBefore(context.name(), null, new Decoder());
  }

  @Override
  public int received(ByteBuf frame) {
    int checked = frame.readableBytes() - RawFrame.CHECKSUM_BYTES;
    crc.update(frame.nioBuffer(frame.readerIndex(), checked));
    RawFrame.verify(frame.skipBytes(checked), crc);
    return 1;
  }

  @Override
  public void frame(ByteBuf data) {
    int dataBytes = data.readableBytes();
    int length = RawFrame.bytes(dataBytes);
    ByteBuf frame = context.alloc().buffer(length, length);
    frame.writeInt(dataBytes);
    if (dataBytes > 0) {
      frame.writeZero(RawFrame.HEAD_BYTES - Integer.BYTES);
      frame.writeBytes(data, data.readerIndex(), dataBytes);
    }
    frame.writeZero(length - RawFrame.CHECKSUM_BYTES - frame.writerIndex());
    crc.update(frame.nioBuffer());
    frame.writeInt((int) crc.getValue());
    crc.reset();
    context.write(frame);
  }

  @Override
  public void flush() {
    context.flush();
  }

  @Override
  public void release() {
    // Each buffer is released where it was used.
  }
}
