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
  private final int[] checksums = new int[Preamble.MAX_SEGMENTS];
  // How many segments, and how many bytes of the one after them, are in the checksums.
  private int segmentsDone;
  private int bytesDone;

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
  public void look(ByteBuf in, Preamble preamble) {
    FrameLayout.crcStarts(revision, preamble, 0, starts);
    checksum(in, in.writerIndex(), preamble);
  }

  @Override
  public RawFrame readBody(ByteBuf in, int at, Preamble preamble) {
    int epilogue = at + bodyBytes(preamble) - FrameLayout.crcEpilogue(revision, preamble);
    FrameLayout.crcStarts(revision, preamble, at, starts);
    checksum(in, epilogue, preamble);
    segmentsDone = 0;
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

  /** Computes what can be computed of bytes up to the given end. */
  private void checksum(ByteBuf in, int end, Preamble preamble) {
    while (segmentsDone < preamble.count()) {
      if (bytesDone == 0) {
        crc.begin();
      }
      int from = starts[segmentsDone] + bytesDone;
      int missing = preamble.length(segmentsDone) - bytesDone;
      int there = Math.max(0, Math.min(end - from, missing));
      crc.update(in, from, there);
      if (there < missing) {
        bytesDone += there;
        return;
      }
      checksums[segmentsDone] = crc.ofUpdated();
      segmentsDone++;
      bytesDone = 0;
    }
  }

  private void verify(Preamble preamble, int segment, ByteBuf in, int crcAt) {
    int sent = in.getIntLE(crcAt);
    int computed = checksums[segment];
    if (sent != computed) {
      throw new ProtocolException(
          Violation.SEGMENT_CRC,
          String.format(
              "segment %d of %s carries checksum %08x, its %d bytes have %08x",
              segment, preamble.tag(), sent, preamble.length(segment), computed));
    }
  }
}
