// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.raw;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import java.util.zip.CRC32C;

/**
 * Reads the frames of one channel, checks them and throws them away. The socket is always read to
 * where the bytes are wanted: small frames by the batch into one buffer, in which the rest of a
 * batch moves to the front; a large frame into a buffer of its length, after its head alone was
 * read, and in pieces that are checked while the processor's cache has them.
 */
@SuppressWarnings("ReferenceEquality") // Another buffer with the same bytes is another one.
final class RawReceiver extends DefaultMaxMessagesRecvByteBufAllocator {
  private static final int BATCH_BYTES = 64 * 1024;
  private static final int PIECE_BYTES = 512 * 1024;

  private final ByteBuf batch =
      PooledByteBufAllocator.DEFAULT.directBuffer(BATCH_BYTES, BATCH_BYTES);
  private final ByteBuf head =
      PooledByteBufAllocator.DEFAULT.directBuffer(RawFrame.HEAD_BYTES, RawFrame.HEAD_BYTES);
  private final CRC32C crc = new CRC32C();
  private ByteBuf large = PooledByteBufAllocator.DEFAULT.directBuffer(0);
  private ByteBuf next = batch;

  @Override
  @SuppressWarnings("deprecation") // Netty's channels still ask for this interface.
  public Handle newHandle() {
    return new MaxMessageHandle() {
      @Override
      public ByteBuf allocate(ByteBufAllocator allocator) {
        return next == large ? pieceOfLarge() : next.retain();
      }

      @Override
      public int guess() {
        return next.writableBytes();
      }
    };
  }

  /**
   * Takes what was read into the buffer that was wanted.
   *
   * @param bytes how much that was
   * @return how many frames that completed
   */
  int received(int bytes) {
    return next == large ? receivedOfLarge(bytes) : receivedOfSmall();
  }

  /** Returns how many bytes are missing of a large frame, 0 if none was begun. */
  int missingBytes() {
    return next == large ? large.writableBytes() : 0;
  }

  void release() {
    batch.release();
    head.release();
    large.release();
  }

  private ByteBuf pieceOfLarge() {
    int bytes = Math.min(large.writableBytes(), PIECE_BYTES);
    return large.retainedSlice(large.writerIndex(), bytes).clear();
  }

  private int receivedOfLarge(int bytes) {
    large.writerIndex(large.writerIndex() + bytes);
    checksumLarge();
    if (large.isWritable()) {
      return 0;
    }
    RawFrame.verify(large, crc);
    next = head.clear();
    return 1;
  }

  private int receivedOfSmall() {
    ByteBuf in = next;
    int frames = 0;
    while (in.readableBytes() >= RawFrame.HEAD_BYTES) {
      int length = RawFrame.bytesOf(in);
      if (in.readableBytes() < length) {
        if (length > BATCH_BYTES) {
          beginLarge(in, length);
          return frames;
        }
        break;
      }
      checksum(in, length - RawFrame.CHECKSUM_BYTES);
      RawFrame.verify(in, crc);
      frames++;
    }
    next = batch;
    if (in == batch) {
      batch.discardReadBytes();
    } else {
      batch.clear().writeBytes(in);
    }
    return frames;
  }

  private void beginLarge(ByteBuf in, int length) {
    if (large.capacity() != length) {
      large.release();
      large = PooledByteBufAllocator.DEFAULT.directBuffer(length, length);
    }
    large.clear().writeBytes(in);
    in.clear();
    checksumLarge();
    next = large;
  }

  /** Looks at bytes as soon as they come, while the cache has them. */
  private void checksumLarge() {
    int end = Math.min(large.writerIndex(), large.capacity() - RawFrame.CHECKSUM_BYTES);
    checksum(large, Math.max(0, end - large.readerIndex()));
  }

  private void checksum(ByteBuf in, int length) {
    crc.update(in.internalNioBuffer(in.readerIndex(), length));
    in.skipBytes(length);
  }
}
