// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * Decides what to read into: the buffer that the session wants filled, if it wants one in native
 * memory; for one that lies in an array, a buffer on the way there; both no more at a time than the
 * processor's cache takes; else one of a size that follows what came lately.
 */
final class ReceiveBuffers implements RecvByteBufAllocator {
  private static final int MIN_BYTES = 512;
  private static final int INITIAL_BYTES = 4 * 1024;
  private static final int MAX_BYTES = 128 * 1024;

  // For less, copying costs less than a read of its own.
  private static final int MIN_TARGET_BYTES = 16 * 1024;

  // More would leave the cache before it is looked at; with less, each read makes the peer's kernel
  // send a little, in this thread.
  private static final int MAX_PIECE_BYTES = 512 * 1024;

  private final RecvByteBufAllocator adaptive =
      new AdaptiveRecvByteBufAllocator(MIN_BYTES, INITIAL_BYTES, MAX_BYTES);
  private final SessionChannel channel;
  private ByteBuf piece = Unpooled.EMPTY_BUFFER;

  ReceiveBuffers(SessionChannel channel) {
    this.channel = channel;
  }

  @Override
  @SuppressWarnings("deprecation") // Netty's channels still ask for this interface.
  public Handle newHandle() {
    return new Guess((ExtendedHandle) adaptive.newHandle());
  }

  /**
   * Returns whether bytes were read to where the session wants them, and appends them there. It may
   * want nothing any more: some transports decide long before they read.
   *
   * @param in what was read into last
   */
  @SuppressWarnings("ReferenceEquality") // Another buffer with the same bytes is another one.
  boolean appendedToTarget(ByteBuf in) {
    ByteBuf target = channel.target();
    if (in != piece || target == null) {
      return false;
    }
    target.writerIndex(target.writerIndex() + in.readableBytes());
    return true;
  }

  private final class Guess implements ExtendedHandle {
    private final ExtendedHandle adapted;

    Guess(ExtendedHandle adapted) {
      this.adapted = adapted;
    }

    @Override
    public ByteBuf allocate(ByteBufAllocator allocator) {
      ByteBuf target = channel.target();
      int wanted = target == null ? 0 : target.writableBytes();
      if (wanted < MIN_TARGET_BYTES) {
        return adapted.allocate(allocator);
      }
      int bytes = Math.min(wanted, MAX_PIECE_BYTES);
      if (!target.isDirect()) {
        // Only native memory can be read into without a copy on the way.
        return allocator.directBuffer(bytes);
      }
      piece = target.retain().slice(target.writerIndex(), bytes).clear();
      return piece;
    }

    @Override
    public int guess() {
      return adapted.guess();
    }

    @Override
    public void reset(ChannelConfig config) {
      adapted.reset(config);
    }

    @Override
    public void incMessagesRead(int messages) {
      adapted.incMessagesRead(messages);
    }

    @Override
    public void lastBytesRead(int bytes) {
      if (bytes > 0) {
        channel.read(bytes);
      }
      adapted.lastBytesRead(bytes);
    }

    @Override
    public int lastBytesRead() {
      return adapted.lastBytesRead();
    }

    @Override
    public void attemptedBytesRead(int bytes) {
      adapted.attemptedBytesRead(bytes);
    }

    @Override
    public int attemptedBytesRead() {
      return adapted.attemptedBytesRead();
    }

    @Override
    public boolean continueReading() {
      return adapted.continueReading() || restMayBeThere();
    }

    @Override
    public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
      return adapted.continueReading(maybeMoreData) || restMayBeThere();
    }

    /**
     * Returns whether the kernel had as much of a large body as was asked for, and may have its
     * rest, which is read at once. Nothing after it is: the peer waits for what there is to be said
     * by then. While the rest is more than the low-water mark asks for, it is better waited for: it
     * comes as fast as it is read, and a peer that is told of room again and again sends in small
     * pieces.
     */
    private boolean restMayBeThere() {
      int missing = channel.missingBytes();
      return adapted.lastBytesRead() == adapted.attemptedBytesRead()
          && adapted.lastBytesRead() > 0
          && missing >= MIN_TARGET_BYTES
          && missing <= LowWaterMark.MAX_BYTES;
    }

    @Override
    public void readComplete() {
      adapted.readComplete();
    }
  }
}
