// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/**
 * Receives msgr2.0-crc and msgr2.1-crc frames (msgr2 spec, Frame format). The segments are slices
 * of the buffer that the body was received in.
 */
record CrcInbound(Revision revision, Crc crc) implements InboundFormat {
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
    int next = at;
    for (int i = 0; i < preamble.count(); i++) {
      int length = preamble.length(i);
      if (revision == Revision.V2_0) {
        verify(preamble, i, in, next, epilogue + 1 + i * FrameLayout.CRC_BYTES);
      } else if (i > 0) {
        verify(preamble, i, in, next, epilogue + 1 + (i - 1) * FrameLayout.CRC_BYTES);
      } else if (length > 0) {
        verify(preamble, i, in, next, next + length);
        next += FrameLayout.CRC_BYTES;
      }
      next += length;
    }
    boolean aborted =
        FrameLayout.crcEpilogue(revision, preamble) > 0
            && LateStatus.isAborted(revision, in.getUnsignedByte(epilogue));
    return new RawFrame(preamble, aborted, slice(in, at, preamble));
  }

  private ByteBuf[] slice(ByteBuf in, int at, Preamble preamble) {
    ByteBuf[] segments = new ByteBuf[Preamble.MAX_SEGMENTS];
    int next = at;
    for (int i = 0; i < segments.length; i++) {
      int length = preamble.length(i);
      segments[i] = length == 0 ? Unpooled.EMPTY_BUFFER : in.retainedSlice(next, length);
      next += length;
      if (i == 0 && length > 0 && revision == Revision.V2_1) {
        next += FrameLayout.CRC_BYTES;
      }
    }
    return segments;
  }

  @Override
  public ByteBuf allocate(ByteBufAllocator allocator, int bytes) {
    return allocator.directBuffer(bytes, bytes);
  }

  private void verify(Preamble preamble, int segment, ByteBuf in, int at, int crcAt) {
    int sent = in.getIntLE(crcAt);
    int computed = crc.ofSegment(in, at, preamble.length(segment));
    if (sent != computed) {
      throw new ProtocolException(
          Violation.SEGMENT_CRC,
          String.format(
              "segment %d of %s carries checksum %08x, its %d bytes have %08x",
              segment, preamble.tag(), sent, preamble.length(segment), computed));
    }
  }
}
