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
  private final PlaintextBuffers plaintexts;
  private final byte[] head = new byte[Preamble.BYTES];
  private final int[] starts = new int[Preamble.MAX_SEGMENTS];

  SecureInbound20(Crc crc, FrameOpener opener, PlaintextBuffers plaintexts) {
    this.crc = crc;
    this.opener = opener;
    this.plaintexts = plaintexts;
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
    int bytes = Preamble.BYTES + bodyBytes - FrameLayout.AUTH_TAG;
    plaintexts.makeRoom(bytes, in.writerIndex() - at - bodyBytes);
    FrameLayout.paddedStarts(preamble, plaintexts.index() + Preamble.BYTES, starts);
    opener.update(head);
    plaintexts.append(opener, in, at, bodyBytes);
    int late = plaintexts.fromEnd(FrameLayout.SECURE_EPILOGUE);
    boolean aborted = LateStatus.isAborted(Revision.V2_0, late);
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
}
