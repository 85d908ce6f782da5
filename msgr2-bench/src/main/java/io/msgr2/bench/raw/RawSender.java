// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.raw;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import java.util.zip.CRC32C;

/**
 * Writes frames to one channel. What is small is gathered in a chunk, so that a batch of small
 * frames leaves in one write of one buffer; large data is passed by reference.
 */
final class RawSender {
  private static final int CHUNK_BYTES = 64 * 1024;

  // More is cheaper to pass than to copy.
  private static final int MAX_COPIED_BYTES = 16 * 1024;

  private final ChannelHandlerContext context;
  private final CRC32C crc = new CRC32C();
  private ByteBuf chunk = newChunk();

  RawSender(ChannelHandlerContext context) {
    this.context = context;
  }

  /** Writes a frame; the data stays the caller's. */
  void frame(ByteBuf data) {
    int dataBytes = data.readableBytes();
    int copied = RawFrame.bytes(dataBytes <= MAX_COPIED_BYTES ? dataBytes : 0);
    if (chunk.writableBytes() < copied + RawFrame.EPILOGUE_BYTES) {
      writeChunk();
      chunk.release();
      chunk = newChunk();
    }
    int begin = chunk.writerIndex();
    chunk.writeInt(dataBytes).writeZero(RawFrame.HEAD_BYTES - Integer.BYTES);
    crc.reset();
    if (dataBytes == 0) {
      chunk.writerIndex(chunk.writerIndex() - RawFrame.CHECKSUM_BYTES);
    } else {
      if (dataBytes <= MAX_COPIED_BYTES) {
        chunk.writeBytes(data, data.readerIndex(), dataBytes);
      } else {
        crc.update(chunk.internalNioBuffer(begin, RawFrame.HEAD_BYTES));
        writeChunk();
        begin = chunk.writerIndex();
        crc.update(data.internalNioBuffer(data.readerIndex(), dataBytes));
        context.write(data.retainedSlice(), context.voidPromise());
      }
      chunk.writeZero(RawFrame.EPILOGUE_BYTES - RawFrame.CHECKSUM_BYTES);
    }
    crc.update(chunk.internalNioBuffer(begin, chunk.writerIndex() - begin));
    chunk.writeInt((int) crc.getValue());
  }

  /** Sends what was written to the network. */
  void flush() {
    if (chunk.isReadable()) {
      writeChunk();
      context.flush();
      if (chunk.refCnt() == 1) {
        chunk.clear();
      }
    }
  }

  void release() {
    chunk.release();
  }

  private void writeChunk() {
    context.write(chunk.readRetainedSlice(chunk.readableBytes()), context.voidPromise());
  }

  private static ByteBuf newChunk() {
    return PooledByteBufAllocator.DEFAULT.directBuffer(CHUNK_BYTES, CHUNK_BYTES);
  }
}
