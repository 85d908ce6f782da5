// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.netty.buffer.ByteBuf;

/** Sends msgr2.0-crc and msgr2.1-crc frames (msgr2 spec, Frame format). */
record CrcOutbound(Revision revision, Crc crc) implements OutboundFormat {
  @Override
  public void write(Preamble preamble, ByteBuf[] segments, boolean aborted, FrameOutput out) {
    preamble.write(out.direct(Preamble.BYTES), crc);
    for (int i = 0; i < preamble.count(); i++) {
      if (preamble.length(i) > 0) {
        out.payload(segments[i]);
        if (i == 0 && revision == Revision.V2_1) {
          out.direct(FrameLayout.CRC_BYTES).writeIntLE(crcOf(segments[0]));
        }
      }
    }
    int epilogueBytes = FrameLayout.crcEpilogue(revision, preamble);
    if (epilogueBytes > 0) {
      ByteBuf epilogue = out.direct(epilogueBytes);
      epilogue.writeByte(LateStatus.encode(revision, aborted));
      for (int i = revision == Revision.V2_1 ? 1 : 0; i < Preamble.MAX_SEGMENTS; i++) {
        epilogue.writeIntLE(i < preamble.count() ? crcOf(segments[i]) : 0);
      }
    }
  }

  private int crcOf(ByteBuf segment) {
    return crc.ofSegment(segment, segment.readerIndex(), segment.readableBytes());
  }
}
