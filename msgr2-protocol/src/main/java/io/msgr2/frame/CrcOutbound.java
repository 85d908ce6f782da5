// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Sends msgr2.0-crc and msgr2.1-crc frames (msgr2 spec, Frame format). */
final class CrcOutbound implements OutboundFormat {
  private final Revision revision;
  private final Crc crc;
  private final ByteBuffer epilogue =
      ByteBuffer.allocate(1 + Preamble.MAX_SEGMENTS * FrameLayout.CRC_BYTES)
          .order(ByteOrder.LITTLE_ENDIAN);

  CrcOutbound(Revision revision, Crc crc) {
    this.revision = revision;
    this.crc = crc;
  }

  @Override
  public void write(Preamble preamble, ByteBuf[] segments, boolean aborted, FrameOutput out) {
    out.write(preamble.encode(crc));
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
      epilogue.clear().put((byte) LateStatus.encode(revision, aborted));
      for (int i = revision == Revision.V2_1 ? 1 : 0; i < Preamble.MAX_SEGMENTS; i++) {
        epilogue.putInt(i < preamble.count() ? crcOf(segments[i]) : 0);
      }
      out.direct(epilogueBytes).writeBytes(epilogue.array(), 0, epilogueBytes);
    }
  }

  private int crcOf(ByteBuf segment) {
    return crc.ofSegment(segment, segment.readerIndex(), segment.readableBytes());
  }
}
