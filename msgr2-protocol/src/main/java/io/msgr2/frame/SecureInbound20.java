// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/**
 * Receives msgr2.0-secure frames (msgr2 spec, msgr2.0-secure mode): one AEAD operation for the
 * whole frame. Its preamble has to be believed, within the limits, before it can be authenticated.
 */
final class SecureInbound20 implements InboundFormat {
  private final Crc crc;
  private final FrameOpener opener;
  private final ByteBufAllocator allocator;
  private final byte[] head = new byte[Preamble.BYTES];

  SecureInbound20(Crc crc, FrameOpener opener, ByteBufAllocator allocator) {
    this.crc = crc;
    this.opener = opener;
    this.allocator = allocator;
  }

  @Override
  public int headBytes() {
    return Preamble.BYTES;
  }

  @Override
  public void readHead(ByteBuf in, int at, Preamble preamble, int limitBytes) {
    in.getBytes(at, head);
    opener.begin();
    preamble.read(Unpooled.wrappedBuffer(opener.peek(head)), 0, crc, limitBytes);
  }

  @Override
  public int bodyBytes(Preamble preamble) {
    return FrameLayout.paddedFrom(preamble, 0) + FrameLayout.SECURE_EPILOGUE + FrameLayout.AUTH_TAG;
  }

  @Override
  public RawFrame readBody(ByteBuf in, int at, Preamble preamble) {
    int bodyBytes = bodyBytes(preamble);
    ByteBuf plain = allocator.heapBuffer(Preamble.BYTES + bodyBytes);
    try {
      opener.update(head);
      int opened = opener.finish(in, at, bodyBytes, plain.array(), plain.arrayOffset());
      plain.writerIndex(opened);
      int late = plain.getUnsignedByte(opened - FrameLayout.SECURE_EPILOGUE);
      boolean aborted = LateStatus.isAborted(Revision.V2_0, late);
      ByteBuf[] segments = PaddedSegments.slice(plain, Preamble.BYTES, preamble);
      return new RawFrame(preamble, aborted, segments);
    } finally {
      plain.release();
    }
  }

  @Override
  public ByteBuf allocate(ByteBufAllocator from, int bytes) {
    return Ciphertext.allocate(bytes);
  }
}
