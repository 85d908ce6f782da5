// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Receives msgr2.0-crc and msgr2.1-crc frames (msgr2 spec, Frame format). The segments are slices
 * of the buffer that the body was received in.
 */
final class CrcInbound implements InboundFormat {
  private final Revision revision;
  private final Crc crc;
  private final int[] starts = new int[Preamble.MAX_SEGMENTS];

  CrcInbound(Revision revision, Crc crc) {
    this.revision = revision;
    this.crc = crc;
  }

  @Override
  public int headBytes() {
    return Preamble.BYTES;
  }

  @Override
  public void readHead(ByteBuf in, int at, Preamble preamble, int limitBytes) {
    preamble.read(in, at, crc, limitBytes);
  }

  @Override
  public int bodyBytes(Preamble preamble) {
    return FrameLayout.crcBody(revision, preamble);
  }

  @Override
  public RawFrame readBody(ByteBuf in, int at, Preamble preamble) {
    int epilogue = at + bodyBytes(preamble) - FrameLayout.crcEpilogue(revision, preamble);
    FrameLayout.crcStarts(revision, preamble, at, starts);
    for (int i = 0; i < preamble.count(); i++) {
      if (revision == Revision.V2_0) {
        verify(preamble, i, in, epilogue + 1 + i * FrameLayout.CRC_BYTES);
      } else if (i > 0) {
        verify(preamble, i, in, epilogue + 1 + (i - 1) * FrameLayout.CRC_BYTES);
      } else if (preamble.length(0) > 0) {
        verify(preamble, 0, in, starts[0] + preamble.length(0));
      }
    }
    boolean aborted =
        FrameLayout.crcEpilogue(revision, preamble) > 0
            && LateStatus.isAborted(revision, in.getUnsignedByte(epilogue));
    return new RawFrame(preamble, aborted, in, starts);
  }

  @Override
  public ByteBuf allocate(ByteBufAllocator allocator, int bytes) {
    return allocator.directBuffer(bytes, bytes);
  }

  private void verify(Preamble preamble, int segment, ByteBuf in, int crcAt) {
    int sent = in.getIntLE(crcAt);
    int computed = crc.ofSegment(in, starts[segment], preamble.length(segment));
    if (sent != computed) {
      throw new ProtocolException(
          Violation.SEGMENT_CRC,
          String.format(
              "segment %d of %s carries checksum %08x, its %d bytes have %08x",
              segment, preamble.tag(), sent, preamble.length(segment), computed));
    }
  }
}
