// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Sends msgr2.0-secure and msgr2.1-secure frames (msgr2 spec, Post-auth frame format). Everything
 * is encrypted in one pass from the caller's buffers into the output.
 */
final class SecureOutbound implements OutboundFormat {
  private static final byte[] NOTHING = {};

  private final Revision revision;
  private final Crc crc;
  private final FrameSealer sealer;
  private final ByteBuf preambleBytes = Unpooled.wrappedBuffer(new byte[Preamble.BYTES]);
  private final byte[] epilogue = new byte[FrameLayout.SECURE_EPILOGUE];

  SecureOutbound(Revision revision, Crc crc, FrameSealer sealer) {
    this.revision = revision;
    this.crc = crc;
    this.sealer = sealer;
  }

  @Override
  public void write(Preamble preamble, ByteBuf[] segments, boolean aborted, FrameOutput out) {
    preambleBytes.clear();
    preamble.write(preambleBytes, crc);
    epilogue[0] = (byte) LateStatus.encode(revision, aborted);
    switch (revision) {
      case V2_0 -> writeWhole(preamble, segments, out);
      case V2_1 -> writeInParts(preamble, segments, out);
    }
  }

  private void writeWhole(Preamble preamble, ByteBuf[] segments, FrameOutput out) {
    int bytes =
        Preamble.BYTES
            + FrameLayout.paddedFrom(preamble, 0)
            + FrameLayout.SECURE_EPILOGUE
            + FrameLayout.AUTH_TAG;
    sealer.begin(out.heap(bytes));
    sealer.update(preambleBytes, 0, Preamble.BYTES);
    sealFrom(preamble, segments, 0);
    sealer.finish(epilogue);
  }

  private void writeInParts(Preamble preamble, ByteBuf[] segments, FrameOutput out) {
    ByteBuf first = segments[0];
    int length = preamble.length(0);
    int inlined = Math.min(length, FrameLayout.INLINE);
    sealer.begin(out.heap(Preamble.BYTES + FrameLayout.INLINE + FrameLayout.AUTH_TAG));
    sealer.update(preambleBytes, 0, Preamble.BYTES);
    sealer.update(first, first.readerIndex(), inlined);
    sealer.zeros(FrameLayout.INLINE - inlined);
    sealer.finish(NOTHING);

    int remainder = FrameLayout.remainder(preamble);
    if (remainder > 0) {
      sealer.begin(out.heap(remainder + FrameLayout.AUTH_TAG));
      sealer.update(first, first.readerIndex() + inlined, length - inlined);
      sealer.pad(length);
      sealer.finish(NOTHING);
    }
    if (preamble.count() > 1) {
      int bytes = FrameLayout.paddedFrom(preamble, 1) + FrameLayout.SECURE_EPILOGUE;
      sealer.begin(out.heap(bytes + FrameLayout.AUTH_TAG));
      sealFrom(preamble, segments, 1);
      sealer.finish(epilogue);
    }
  }

  private void sealFrom(Preamble preamble, ByteBuf[] segments, int firstSegment) {
    for (int i = firstSegment; i < preamble.count(); i++) {
      sealer.update(segments[i], segments[i].readerIndex(), preamble.length(i));
      sealer.pad(preamble.length(i));
    }
  }
}
