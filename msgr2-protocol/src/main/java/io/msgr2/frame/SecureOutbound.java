// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends msgr2.0-secure and msgr2.1-secure frames (msgr2 spec, Post-auth frame format). Everything
 * is encrypted in one pass from the caller's buffers into the output; of a large frame only a first
 * piece, the rest when the output is asked for it.
 */
final class SecureOutbound implements OutboundFormat {
  private final Revision revision;
  private final Crc crc;
  private final FrameSealer sealer;

  SecureOutbound(Revision revision, Crc crc, FrameSealer sealer) {
    this.revision = revision;
    this.crc = crc;
    this.sealer = sealer;
  }

  @Override
  public void write(Preamble preamble, ByteBuf[] segments, boolean aborted, FrameOutput out) {
    int late = LateStatus.encode(revision, aborted);
    switch (revision) {
      case V2_0 -> writeWhole(preamble, segments, late, out);
      case V2_1 -> writeInParts(preamble, segments, late, out);
    }
  }

  @Override
  public void prepare() {
    sealer.prepare();
  }

  private void writeWhole(Preamble preamble, ByteBuf[] segments, int late, FrameOutput out) {
    begin(Preamble.BYTES + FrameLayout.paddedFrom(preamble, 0) + FrameLayout.SECURE_EPILOGUE, out);
    sealer.update(preamble.encode(crc));
    finishFrom(0, preamble, segments, late, out);
  }

  private void writeInParts(Preamble preamble, ByteBuf[] segments, int late, FrameOutput out) {
    ByteBuf first = segments[0];
    int length = preamble.length(0);
    int inlined = Math.min(length, FrameLayout.INLINE);
    begin(Preamble.BYTES + FrameLayout.INLINE, out);
    sealer.update(preamble.encode(crc));
    sealer.update(first, first.readerIndex(), inlined);
    sealer.zeros(FrameLayout.INLINE - inlined);
    sealer.finish();

    int remainder = FrameLayout.remainder(preamble);
    if (remainder > 0) {
      begin(remainder, out);
      sealer.update(first, first.readerIndex() + inlined, length - inlined);
      sealer.pad(length);
      sealer.finish();
    }
    if (preamble.count() > 1) {
      begin(FrameLayout.paddedFrom(preamble, 1) + FrameLayout.SECURE_EPILOGUE, out);
      finishFrom(1, preamble, segments, late, out);
    }
  }

  private void begin(int bytes, FrameOutput out) {
    int atOnce = Math.min(bytes, Preamble.BYTES + UnsealedRest.PIECE);
    sealer.begin(out.direct(atOnce + FrameLayout.AUTH_TAG));
  }

  private void finishFrom(
      int firstSegment, Preamble preamble, ByteBuf[] segments, int late, FrameOutput out) {
    if (FrameLayout.paddedFrom(preamble, firstSegment) >= UnsealedRest.PIECE) {
      ByteBuf plaintext = plaintextFrom(firstSegment, preamble, segments, late);
      UnsealedRest rest = new UnsealedRest(sealer, plaintext);
      rest.seal();
      out.append(rest);
      return;
    }
    for (int i = firstSegment; i < preamble.count(); i++) {
      sealer.update(segments[i], segments[i].readerIndex(), preamble.length(i));
      sealer.pad(preamble.length(i));
    }
    sealer.update(late);
    sealer.zeros(FrameLayout.SECURE_EPILOGUE - 1);
    sealer.finish();
  }

  /** Returns the padded segments and the epilogue, without copying the segments. */
  private static ByteBuf plaintextFrom(
      int firstSegment, Preamble preamble, ByteBuf[] segments, int late) {
    List<ByteBuf> parts = new ArrayList<>();
    for (int i = firstSegment; i < preamble.count(); i++) {
      int length = preamble.length(i);
      parts.add(segments[i].retainedSlice());
      parts.add(Unpooled.wrappedBuffer(new byte[FrameLayout.padded(length) - length]));
    }
    byte[] epilogue = new byte[FrameLayout.SECURE_EPILOGUE];
    epilogue[0] = (byte) late;
    parts.add(Unpooled.wrappedBuffer(epilogue));
    return Unpooled.wrappedBuffer(parts.toArray(new ByteBuf[0]));
  }
}
