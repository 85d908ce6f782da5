// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/**
 * Receives msgr2.1-secure frames (msgr2 spec, msgr2.1-secure mode): up to three AEAD operations,
 * each authentic before anything of it is used. The segments are slices of one plaintext buffer.
 */
final class SecureInbound21 implements InboundFormat {
  private final Crc crc;
  private final FrameOpener opener;
  private final PlaintextBuffers plaintexts;
  private final byte[] head = new byte[Preamble.BYTES + FrameLayout.INLINE];
  private final ByteBuf headView = Unpooled.wrappedBuffer(head);
  private final int[] starts = new int[Preamble.MAX_SEGMENTS];

  SecureInbound21(Crc crc, FrameOpener opener, PlaintextBuffers plaintexts) {
    this.crc = crc;
    this.opener = opener;
    this.plaintexts = plaintexts;
  }

  @Override
  public int headBytes() {
    return head.length + FrameLayout.AUTH_TAG;
  }

  @Override
  public void readHead(ByteBuf in, int at, Preamble preamble, int limitBytes) {
    opener.begin();
    opener.finish(in, at, headBytes(), head, 0);
    preamble.read(headView, 0, crc, limitBytes);
  }

  @Override
  public int bodyBytes(Preamble preamble) {
    int remainder = FrameLayout.remainder(preamble);
    int bytes = remainder == 0 ? 0 : remainder + FrameLayout.AUTH_TAG;
    if (preamble.count() > 1) {
      bytes += restBytes(preamble);
    }
    return bytes;
  }

  @Override
  public RawFrame readBody(ByteBuf in, int at, Preamble preamble) {
    int firstPadded = FrameLayout.padded(preamble.length(0));
    int remainder = FrameLayout.remainder(preamble);
    int rest = preamble.count() > 1 ? restBytes(preamble) : 0;
    int bytes = firstPadded + (rest > 0 ? rest - FrameLayout.AUTH_TAG : 0);
    int following = in.writerIndex() - at - bodyBytes(preamble);
    plaintexts.makeRoom(bytes, following);
    FrameLayout.paddedStarts(preamble, plaintexts.index(), starts);
    plaintexts.append(head, Preamble.BYTES, firstPadded - remainder);
    int next = at;
    if (remainder > 0) {
      next += open(in, next, remainder + FrameLayout.AUTH_TAG);
    }
    boolean aborted = false;
    if (rest > 0) {
      open(in, next, rest);
      int late = plaintexts.fromEnd(FrameLayout.SECURE_EPILOGUE);
      aborted = LateStatus.isAborted(Revision.V2_1, late);
    }
    return plaintexts.frame(preamble, aborted, starts);
  }

  @Override
  public void prepare() {
    opener.prepare();
  }

  @Override
  public ByteBuf allocate(ByteBufAllocator from, int bytes) {
    return Ciphertext.allocate(bytes);
  }

  private static int restBytes(Preamble preamble) {
    return FrameLayout.paddedFrom(preamble, 1) + FrameLayout.SECURE_EPILOGUE + FrameLayout.AUTH_TAG;
  }

  private int open(ByteBuf in, int at, int length) {
    opener.begin();
    plaintexts.append(opener, in, at, length);
    return length;
  }
}
